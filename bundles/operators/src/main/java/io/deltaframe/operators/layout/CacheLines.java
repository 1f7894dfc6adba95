package io.deltaframe.operators.layout;

/**
 * Where things begin in a large array so that a vector lies in one cache line: an array this large starts at the
 * beginning of a region in every collector that has regions (G1, the JVM's default, ZGC, Shenandoah) and is not moved.
 * Vectors across two lines cost 10 to 15 %. Elsewhere these places are as good as any.
 */
public final class CacheLines {

    /** Floats before the first value: 48 bytes, with the array's header of 16 a cache line. */
    public static final int LEAD = 12;

    private static final int FLOATS = 16;

    private CacheLines() { }

    /** {@return floats that so many take, so that the next begin with a cache line} */
    public static long rounded(long floats) {
        return (floats + FLOATS - 1) / FLOATS * FLOATS;
    }
}
