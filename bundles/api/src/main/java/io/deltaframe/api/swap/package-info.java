/**
 * Changing by hand which model a recognizer runs, and trying a model on live calls before. Recognizers change their
 * models by themselves as models come and go; this is for operators and for bundles that act for them.
 */
@Export
@Version("1.0.0")
package io.deltaframe.api.swap;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
