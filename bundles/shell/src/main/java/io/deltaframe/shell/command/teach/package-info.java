/**
 * {@code teach}: options, progress and report of teaching. The teaching itself is a service,
 * {@link io.deltaframe.api.teach.Teacher}.
 *
 * <p>May use: {@code command.option}, {@code platform}, {@code output}.
 */
package io.deltaframe.shell.command.teach;
