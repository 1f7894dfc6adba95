/**
 * The names that configure Deltaframe: PIDs and properties of its configurations, and what a launcher of the framework
 * agrees on with the bundles inside. For bundles that write configurations, as commands and consoles do, and for tests;
 * what each property does, its range and its default are told by the bundles' metatype.
 *
 * <p>But for {@link io.deltaframe.api.config.ConfigurationReader}, by which our components read their configurations,
 * these are constants, which compilers copy: who uses no more than them does not import this package at run time.
 *
 * <p>Uses no other package of the API.
 */
@Export
@Version("1.0.0")
package io.deltaframe.api.config;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
