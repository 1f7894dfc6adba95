/**
 * Which frames of a video are looked at: where the segments of a clip start, as in the released test mode. Arithmetic
 * on frame numbers alone. Exported for teaching, which must look at clips as recognition does.
 *
 * <p>May use no other room.
 */
@Export
@Version("1.0.0")
package io.deltaframe.recognizer.sampling;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
