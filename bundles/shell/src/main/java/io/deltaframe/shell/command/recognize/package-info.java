/**
 * {@code recognize} and {@code demo}: one video in, ranked actions out, as a table or as JSON.
 *
 * <p>May use: {@code command.option}, {@code platform}, {@code output}.
 */
package io.deltaframe.shell.command.recognize;
