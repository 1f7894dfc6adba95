/**
 * The distribution's launcher, on the class path: starts Felix on the distribution's bundles, finds the command line in
 * the service registry, runs one command and ends with its exit status.
 *
 * <p>Shares no class with the bundles; what both sides must agree on is
 * {@link io.deltaframe.api.config.LauncherProperties}.
 */
package io.deltaframe.launcher;
