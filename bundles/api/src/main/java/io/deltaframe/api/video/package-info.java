/** Decoding videos into frames, and encoding frames into videos. */
@Export
@Version("1.0.0")
package io.deltaframe.api.video;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
