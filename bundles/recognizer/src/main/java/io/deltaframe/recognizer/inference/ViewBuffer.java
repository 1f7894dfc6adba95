package io.deltaframe.recognizer.inference;

import io.deltaframe.recognizer.sampling.ClipSegments;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.SegmentFeatures;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * What one view is computed in: the bytes of its segments and their encoded features. Closing it gives it back to its
 * pool; one in which a computation failed is freed instead, as what a failed engine left behind is not used again. For
 * one thread at a time.
 */
final class ViewBuffer implements AutoCloseable {

    private final ViewBufferPool pool;
    private final int size;
    private final int segmentBytes;
    private final SegmentFeatures[] features;
    private byte[] pixels;
    private boolean intact;

    /**
     * @param pool        takes it back
     * @param segments    a view has
     * @param newFeatures allocates the features of one segment, for crops of that many pixels a side
     * @param size        side of the crops in pixels
     */
    ViewBuffer(ViewBufferPool pool, int segments, IntFunction<SegmentFeatures> newFeatures, int size) {
        this.pool = pool;
        this.size = size;
        this.segmentBytes = Math.multiplyExact(3 * Architecture.FRAMES_PER_SEGMENT, Math.multiplyExact(size, size));
        this.pixels = new byte[Math.multiplyExact(segments, segmentBytes)];
        this.features = new SegmentFeatures[segments];
        try {
            for (int t = 0; t < segments; t++) {
                features[t] = newFeatures.apply(size);
            }
        } catch (RuntimeException | Error e) {
            free();
            throw e;
        }
    }

    /** {@return side of the crops in pixels} */
    int size() {
        return size;
    }

    /**
     * {@return an array for exactly the segments that differ, with what the last view left in it}
     *
     * @param segments of the clip, at most as many as the network has
     */
    byte[] pixels(ClipSegments segments) {
        if (pixels.length != segments.distinct() * segmentBytes) {
            pixels = new byte[segments.distinct() * segmentBytes];
        }
        return pixels;
    }

    /**
     * {@return features for the segments that differ}
     *
     * @param segments of the clip
     */
    SegmentFeatures[] distinctFeatures(ClipSegments segments) {
        return Arrays.copyOf(features, segments.distinct());
    }

    /**
     * {@return the same features as often and in the order in which the clip has their segments}
     *
     * @param segments of the clip
     */
    SegmentFeatures[] clipFeatures(ClipSegments segments) {
        SegmentFeatures[] clip = new SegmentFeatures[segments.count()];
        Arrays.setAll(clip, t -> features[segments.indexOf(t)]);
        return clip;
    }

    /** Says that a computation is to come. */
    void begin() {
        intact = false;
    }

    /** Says that the computation went well. */
    void done() {
        intact = true;
    }

    @Override
    public void close() {
        if (intact) {
            pool.giveBack(this);
        } else {
            free();
        }
    }

    /** Frees the features. */
    void free() {
        for (SegmentFeatures segment : features) {
            if (segment != null) {
                segment.close();
            }
        }
    }
}
