/**
 * What a model's checkpoint says about itself, read and checked. Exported for commands that look at a file without
 * loading it.
 *
 * <p>May use {@code labels}.
 */
@Export
@Version("1.0.0")
package io.deltaframe.recognizer.metadata;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
