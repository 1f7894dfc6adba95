/**
 * What a Temporal Difference Network is (TDN, Wang et al., CVPR 2021): checkpoints in the formats it is released in, the
 * architecture read off their tensors, and the network as an ordered plan with batch normalisation folded into weights.
 */
@Export
@Version("1.0.0")
package io.deltaframe.tdn;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
