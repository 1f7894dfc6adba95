/**
 * {@code models}, {@code engines}, {@code recognizers} and {@code swap}: what is in service, what is not and why, and
 * which model a recognizer runs.
 *
 * <p>May use: {@code command.option}, {@code platform}, {@code output}.
 */
package io.deltaframe.shell.command.serving;
