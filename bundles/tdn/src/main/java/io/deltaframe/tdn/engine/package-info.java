/**
 * What an engine must do to run a {@link io.deltaframe.tdn.NetworkPlan}: the two verbs of a TDN, encode and classify.
 *
 * <p>Uses {@code io.deltaframe.tdn}; knows no engine and no file.
 */
@Export
@Version("1.0.0")
package io.deltaframe.tdn.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
