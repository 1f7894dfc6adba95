/** Models as services: whoever registers a {@link io.deltaframe.api.model.Model} offers it to every recognizer. */
@Export
@Version("1.0.0")
package io.deltaframe.api.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
