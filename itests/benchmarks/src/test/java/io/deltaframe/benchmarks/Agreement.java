package io.deltaframe.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whether two implementations agree. */
public final class Agreement {

    private static final double TOLERANCE = 1e-4;

    private Agreement() { }

    /**
     * Asserts that values differ by at most 1e-4 of the largest magnitude, and are not all zero.
     *
     * @param expected one implementation's
     * @param actual   the other's
     */
    public static void assertClose(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        double most = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            most = Math.max(most, Math.abs(expected[i]));
            double difference = Math.abs(expected[i] - actual[i]);
            worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
        }
        assertTrue(most > 0, "nothing was computed");
        assertTrue(worst <= TOLERANCE * most, "off by " + worst / most + " of the largest magnitude");
    }
}
