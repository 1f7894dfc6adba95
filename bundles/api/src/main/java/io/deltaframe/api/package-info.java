/**
 * The recognizer service and what it talks about: frames in, recognitions out.
 *
 * <p>A host looks up a {@link io.deltaframe.api.Recognizer} in the service registry, hands it the location of a video
 * or frames it already has, and gets an immutable {@link io.deltaframe.api.Recognition}. All data types of this package
 * are immutable and serialisable, so that the service can also be offered to other machines by a Remote Services
 * provider.
 *
 * <p>Uses no other package of the API; the others ({@code model}, {@code swap}, {@code video}, {@code event}, {@code
 * health}, {@code config}) use this one at most.
 */
@Export
@Version("1.0.0")
package io.deltaframe.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
