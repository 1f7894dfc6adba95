/**
 * Commands over live sessions: {@code watch} and {@code cameras}.
 *
 * <p>May use: {@code option}, {@code platform}, {@code output}.
 */
package io.deltaframe.shell.command.watch;
