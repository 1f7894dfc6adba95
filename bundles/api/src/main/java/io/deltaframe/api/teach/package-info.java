/**
 * Teaching: a model learns new actions from a few clips. The network of a base model stays as it is; a new head is
 * fitted to the features of the clips, and written as a checkpoint like any other.
 *
 * <p>Uses {@code io.deltaframe.api}, {@code model} and {@code segment}.
 */
@Export
@Version("1.0.0")
package io.deltaframe.api.teach;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
