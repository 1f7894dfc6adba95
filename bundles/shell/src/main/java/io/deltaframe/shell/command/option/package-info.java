/**
 * What every call of a command brings with it: the options that several commands share, and the context (streams,
 * folder, platform) that the command runs in.
 *
 * <p>May use: {@code platform}, {@code output}. Used by the rooms of the commands.
 */
package io.deltaframe.shell.command.option;
