package io.deltaframe.recognizer.sampling;

import java.util.Arrays;

/**
 * The segments of one clip, in order of time. Segments of very short videos coincide: they show the same frames, and
 * are encoded once. Immutable.
 */
public final class ClipSegments {

    private final int[] starts;
    private final int[] indices;

    /** @param ascending the frame each segment starts with */
    ClipSegments(int[] ascending) {
        this.starts = Arrays.stream(ascending).distinct().toArray();
        this.indices = Arrays.stream(ascending).map(start -> Arrays.binarySearch(starts, start)).toArray();
    }

    /** {@return number of segments, as the network has them} */
    public int count() {
        return indices.length;
    }

    /** {@return number of segments that differ} */
    public int distinct() {
        return starts.length;
    }

    /**
     * {@return the frame that a segment starts with}
     *
     * @param index among the segments that differ
     */
    public int start(int index) {
        return starts[index];
    }

    /**
     * {@return which of the segments that differ a segment is}
     *
     * @param segment in order of time
     */
    public int indexOf(int segment) {
        return indices[segment];
    }
}
