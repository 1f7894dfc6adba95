package io.deltaframe.operators.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.goldens.GoldenRun;
import io.deltaframe.operators.layout.FeatureMap;

/** Runs a step, and looks at the map it wrote. */
final class OperatorAssertions {

    private static final double TOLERANCE = 1e-4;

    private OperatorAssertions() { }

    static void assertNear(float[] expected, float[] actual) {
        GoldenRun.assertClose(expected, actual, TOLERANCE, "the result");
    }

    static void assertBorderIsZero(FeatureMap map) {
        double inside = 0;
        for (float value : map.toNchw()) {
            inside += Math.abs(value);
        }
        double all = 0;
        for (float value : map.data) {
            all += Math.abs(value);
        }
        assertEquals(inside, all, 1e-3 * (1 + all), "border and channel padding must stay zero");
    }

    static void run(Step step) {
        try (WorkerPool pool = new WorkerPool(2)) {
            pool.run(new WorkerPool.Job(), step);
        }
    }
}
