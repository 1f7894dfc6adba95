package io.deltaframe.operators.convolution;

import io.deltaframe.operators.layout.CacheLines;

/**
 * Memory for all packed weights of a network in one array: one, so that it is large and its vectors begin with
 * {@linkplain CacheLines cache lines}, which is 13 % faster. Filled once, by one thread.
 */
public final class WeightStore {

    /**
     * Floats (16 MB) from which on a network counts as large: worth more compiling. The embedded model would take twice
     * as long to its first answer.
     */
    public static final int LARGE = 1 << 22;

    final float[] data;
    private int used = CacheLines.LEAD;

    /**
     * Memory for some weights.
     *
     * @param floats sum of what will be {@linkplain #reserve reserved}, each {@linkplain CacheLines#rounded rounded}
     */
    public WeightStore(long floats) {
        data = new float[Math.toIntExact(Math.addExact(floats, CacheLines.LEAD))];
    }

    /** {@return whether these are the weights of a {@link #LARGE} network} */
    boolean isLarge() {
        return data.length >= LARGE;
    }

    /**
     * {@return the place of the first of so many floats}
     *
     * @param floats how many
     */
    int reserve(long floats) {
        int start = used;
        used = Math.toIntExact(start + CacheLines.rounded(floats));
        if (used > data.length) {
            throw new IllegalStateException("weights were counted wrong: " + used + " floats of " + data.length);
        }
        return start;
    }
}
