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
        int[] distinct = new int[ascending.length];
        int[] indices = new int[ascending.length];
        int count = 0;
        for (int segment = 0; segment < ascending.length; segment++) {
            if (count == 0 || ascending[segment] != distinct[count - 1]) {
                distinct[count++] = ascending[segment];
            }
            indices[segment] = count - 1;
        }
        this.starts = Arrays.copyOf(distinct, count);
        this.indices = indices;
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
