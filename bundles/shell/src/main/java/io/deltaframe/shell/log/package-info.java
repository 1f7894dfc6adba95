/**
 * The platform's log on stderr, where a framework property asks for it.
 *
 * <p>May use: {@code output}.
 */
package io.deltaframe.shell.log;
