package io.deltaframe.benchmarks;

import java.util.Arrays;

/**
 * What a piece of work took, round by round.
 *
 * @param millis milliseconds a run, in the order of the rounds; at least one
 * @param waits  how long threads waited for a processor that another process had, as a share of the round
 */
public record Times(double[] millis, double[] waits) {

    /** {@return the shortest} */
    public double min() {
        return Arrays.stream(millis).min().orElseThrow();
    }

    /** {@return the median} */
    public double median() {
        return median(millis);
    }

    /** {@return the median of {@link #waits}: from some hundredths on the machine was not this process's alone} */
    public double waited() {
        return median(waits);
    }

    /**
     * {@return the median over rounds of this time divided by another's in the same round: what slows the machine down
     * slows both, so this moves less than the quotient of medians}
     *
     * @param peer measured in turn with this
     */
    public double ratioTo(Times peer) {
        double[] ratios = new double[millis.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = millis[i] / peer.millis[i];
        }
        return median(ratios);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
