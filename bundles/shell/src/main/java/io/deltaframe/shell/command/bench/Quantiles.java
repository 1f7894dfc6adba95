package io.deltaframe.shell.command.bench;

import java.util.Arrays;

/**
 * Minimum, median and 95th percentile of measured times, in milliseconds.
 *
 * @param min    the least
 * @param median the middle one, or the mean of the two in the middle
 * @param p95    the least that is not exceeded by 95 of 100 (nearest rank)
 */
record Quantiles(double min, double median, double p95) {

    /**
     * {@return the quantiles}
     *
     * @param nanos measured times, at least one, in nanoseconds
     */
    static Quantiles of(long... nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return new Quantiles(sorted[0] / 1e6, (sorted[(n - 1) / 2] + sorted[n / 2]) / 2e6,
                sorted[(int) Math.ceil(0.95 * n) - 1] / 1e6);
    }
}
