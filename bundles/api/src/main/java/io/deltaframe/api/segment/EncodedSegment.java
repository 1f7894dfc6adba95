package io.deltaframe.api.segment;

import org.osgi.annotation.versioning.ProviderType;

/** Room for one encoded segment in the memory of a network. Filled and read as often as its owner likes. */
@ProviderType
public interface EncodedSegment extends AutoCloseable {

    /** {@return bytes it takes} */
    long bytes();

    /** Frees the memory, if the network has not gone before. */
    @Override
    void close();
}
