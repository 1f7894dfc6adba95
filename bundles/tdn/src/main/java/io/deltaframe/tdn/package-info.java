/**
 * What a Temporal Difference Network is (TDN, Wang et al., CVPR 2021): the tensors of a checkpoint, the architecture
 * read off them, and the network as an ordered plan with batch normalisation folded into weights.
 *
 * <p>The lowest room of the bundle: it uses no other. {@code checkpoint} fills a {@link io.deltaframe.tdn.Checkpoint}
 * from a file, {@code engine} says what runs a {@link io.deltaframe.tdn.NetworkPlan}.
 */
@Export
@Version("1.0.0")
package io.deltaframe.tdn;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
