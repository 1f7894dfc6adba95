/**
 * How near windows that are computed in part come to exact ones: live sessions over the videos of a list, the same
 * windows exactly and in part.
 *
 * <p>Uses {@code io.deltaframe.evaluation} for lists, {@code io.deltaframe.api.live}, and nothing else of Deltaframe.
 */
@Export
@Version("1.0.0")
package io.deltaframe.evaluation.stream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
