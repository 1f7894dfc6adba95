/**
 * Checkpoint files, read and written: {@link io.deltaframe.tdn.checkpoint.Checkpoints} opens the formats that TDNs are
 * released in and tells them apart by content, {@link io.deltaframe.tdn.checkpoint.SafetensorsWriter} writes the one we
 * keep.
 *
 * <p>Uses the nouns of {@code io.deltaframe.tdn}, and its own rooms {@code torch} (PyTorch's containers) and
 * {@code file} (bytes, index and elements of any format).
 */
@Export
@Version("1.0.0")
package io.deltaframe.tdn.checkpoint;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
