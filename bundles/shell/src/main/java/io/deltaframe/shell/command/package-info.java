/**
 * The commands' front doors: one service for a launcher, one for Gogo. Both build the same tree of picocli commands and
 * run one of them; what becomes of its errors is decided here, once.
 *
 * <p>Each command, or family of commands, has a room of its own below this one and hears nothing of the others:
 * {@code recognize}, {@code serving}, {@code checkpoint}, {@code bench}, {@code evaluate}, {@code teach} and
 * {@code watch}. What they share is in {@code option}.
 *
 * <p>May use: its own rooms, {@code platform}, {@code output}. Nothing uses this room.
 */
package io.deltaframe.shell.command;
