package io.deltaframe.tdn.engine;

/**
 * Features of one encoded segment: the fused output of stage 1. Made by {@link CompiledNetwork#newFeatures}, filled by
 * {@link CompiledNetwork#encode}, read by {@link CompiledNetwork#classify}, and reused as often as the caller likes.
 * Not to be filled while it is read.
 */
public interface SegmentFeatures extends AutoCloseable {

    /** {@return height of the frames it was made for} */
    int height();

    /** {@return width of the frames it was made for} */
    int width();

    /** {@return bytes of the Java heap that it takes; 0 where its memory is elsewhere, such as on a device} */
    default long heapBytes() {
        return 0;
    }

    /** Frees the memory; later use fails. Closing the network does so too. */
    @Override
    void close();
}
