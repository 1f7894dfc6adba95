/**
 * How well a recognizer does on a list of labelled videos: the protocol of the paper, run by several workers, resumed
 * where it was interrupted, and written down so that anybody can check it. Plain code over
 * {@link io.deltaframe.api.Recognizer}; commands call it.
 */
@Export
@Version("1.0.0")
package io.deltaframe.evaluation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
