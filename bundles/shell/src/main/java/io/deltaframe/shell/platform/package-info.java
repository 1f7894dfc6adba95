/**
 * What commands need of the platform they run in, behind {@link io.deltaframe.shell.platform.Platform}: the state of
 * its parts, and models, engines and recognizers for the time of one command. What is not in service is made by
 * configuration, as any host would make it, and unmade when the command ends.
 *
 * <p>May use: {@code output}. Knows no command and no command line.
 */
package io.deltaframe.shell.platform;
