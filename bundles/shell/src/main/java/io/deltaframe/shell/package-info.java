/**
 * The commands of Deltaframe, once for the command line and for Gogo: picocli parses and explains, one small class a command
 * does the work, and everything it needs of the platform it asks of {@link io.deltaframe.shell.Platform}.
 */
package io.deltaframe.shell;
