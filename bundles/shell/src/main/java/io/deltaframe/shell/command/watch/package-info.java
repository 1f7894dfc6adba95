/**
 * Commands over live sessions: {@code watch}, {@code cameras} and {@code metrics}.
 *
 * <p>May use: {@code option}, {@code platform}, {@code output}.
 */
package io.deltaframe.shell.command.watch;
