/**
 * {@code bench}: how long a network takes on an engine, without any video.
 *
 * <p>May use: {@code command.option}, {@code platform}, {@code output}.
 */
package io.deltaframe.shell.command.bench;
