/**
 * A recognizer by its two verbs: encode segments, classify clips of encoded segments. For those who cut segments
 * themselves, as live sessions do, whose windows overlap and share segments, and for those who want the features of a
 * clip instead of its classes, as teaching does. Whoever has a whole video or all frames of
 * one calls {@link io.deltaframe.api.Recognizer}.
 *
 * <p>Uses {@code io.deltaframe.api}.
 */
@Export
@Version("1.0.0")
package io.deltaframe.api.segment;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
