package io.deltaframe.api.model;

import io.deltaframe.api.ModelInfo;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A trained network somebody offers: what is known about it, and its checkpoint. Where it comes from (a configured
 * file, a bundle that carries it, code of a host) does not matter to those who use it. Registered with the service
 * properties {@value #NAME} (String) and {@value #VERSION} ({@code org.osgi.framework.Version}); models of ours also
 * have {@code deltaframe.model.sha256}, {@value #LABELS_SHA256} (String), {@code deltaframe.segments},
 * {@code deltaframe.labels.count} (Integer) and whatever properties their configuration or capability adds, for
 * recognizers to filter by. Among models of one name the higher {@code service.ranking} wins, then the higher version.
 *
 * <p>Safe for several threads.
 */
@ConsumerType
public interface Model {

    /** Service property: name of the model, String. */
    String NAME = "deltaframe.model";
    /** Service property: version of the model, {@code org.osgi.framework.Version}. */
    String VERSION = "deltaframe.model.version";

    /**
     * Service property: SHA-256 of the labels in UTF-8, each ended by a line feed, in the order of the classes; String,
     * 64 lower-case hexadecimal digits.
     */
    String LABELS_SHA256 = "deltaframe.labels.sha256";

    /** Capability namespace by which a bundle declares a model it carries. */
    String CAPABILITY_NAMESPACE = "io.deltaframe.model";

    /** {@return what is known about the model; the same for as long as the service is there} */
    ModelInfo info();

    /**
     * Opens the checkpoint: PyTorch ({@code .pth}, {@code .pth.tar}, zip or legacy) or safetensors, told apart by
     * content. May be called more than once; every channel reads the same bytes.
     *
     * @return a new channel at position 0, for the caller to close
     * @throws IOException if it cannot be opened
     */
    SeekableByteChannel openCheckpoint() throws IOException;
}
