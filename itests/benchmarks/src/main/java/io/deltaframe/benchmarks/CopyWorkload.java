package io.deltaframe.benchmarks;

import java.util.Arrays;

/**
 * Copies floats: what memory, or a cache, can do at best for an operator that reads as much as it writes. {@link
 * #plain} is STREAM's triad, {@code a = b + s * c}.
 */
final class CopyWorkload implements Workload {

    private final float[] a;
    private final float[] b;
    private final float[] c;

    /**
     * Fills the arrays.
     *
     * @param megabytes that a copy reads
     */
    CopyWorkload(int megabytes) {
        a = new float[megabytes << 18];
        b = new float[a.length];
        c = new float[a.length];
        Arrays.fill(b, 1);
        Arrays.fill(c, 2);
    }

    @Override
    public void engine() {
        System.arraycopy(b, 0, a, 0, a.length);
    }

    @Override
    public void plain() {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i] + 0.5f * c[i];
        }
    }

    /** {@inheritDoc} Of a copy: the triad moves half as much again. */
    @Override
    public long bytes() {
        return 8L * a.length;
    }

    @Override
    public float[] engineResult() {
        return a;
    }

    @Override
    public float[] plainResult() {
        return a;
    }
}
