/**
 * Results of live sessions as OSGi push streams. Only for platforms that have the package
 * {@code org.osgi.util.pushstream}; all others resolve and run without.
 *
 * <p>Uses {@code io.deltaframe.api.live}.
 */
@Export
@Version("1.0.0")
package io.deltaframe.api.live.stream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
