/**
 * {@code inspect} and {@code convert}: checkpoint files, without any platform service.
 *
 * <p>May use: {@code command.option}, {@code platform} (its exceptions), {@code output}.
 */
package io.deltaframe.shell.command.checkpoint;
