package io.deltaframe.benchmarks;

import java.util.Locale;

/**
 * What a figure should be.
 *
 * @param atMost whether the figure should be at most or at least the bound
 * @param bound  the bound
 */
public record Target(boolean atMost, double bound) {

    /**
     * {@return a target that smaller figures meet}
     *
     * @param bound the largest
     */
    public static Target atMost(double bound) {
        return new Target(true, bound);
    }

    /**
     * {@return a target that larger figures meet}
     *
     * @param bound the smallest
     */
    public static Target atLeast(double bound) {
        return new Target(false, bound);
    }

    /**
     * {@return {@code ok} or {@code MISS}}
     *
     * @param figure what was measured; no number is a miss
     */
    public String verdict(double figure) {
        return (atMost ? figure <= bound : figure >= bound) ? "ok" : "MISS";
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, bound == Math.rint(bound) ? "%s %.0f" : "%s %.2f", atMost ? "≤" : "≥", bound);
    }
}
