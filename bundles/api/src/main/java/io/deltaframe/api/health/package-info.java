/** How the parts of Deltaframe say whether they are ready, and if not, why. */
@Export
@Version("1.0.0")
package io.deltaframe.api.health;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
