package io.deltaframe.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.fixtures.Golden;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole networks, every work item in plain Java, agree with the released code: logits and every tap within 1e-4 of the largest magnitude. */
class GoldenNetworkTest {

    private static final double TOLERANCE = 1e-4;

    /** The small one: stepping through the others takes minutes, and a real TornadoVM runs them faster. */
    @Test
    void agreesWithTheReleasedCode() throws Exception {
        Golden golden = Golden.load("tiny-8f");
        Map<String, float[]> tapped = new LinkedHashMap<>();
        Map<String, int[]> shapes = new LinkedHashMap<>();
        float[] logits = run(golden, (tap, shape, values) -> {
            tapped.put(tap, values);
            shapes.put(tap, shape);
        });

        List<String> wrong = new ArrayList<>();
        int last = golden.depths().get(3) - 1;
        golden.taps().forEach((key, expected) -> {
            String tap = key.replace("last", Integer.toString(last));
            float[] values = tapped.get(tap);
            assertTrue(values != null, () -> "no tap " + tap + " among " + tapped.keySet());
            assertArrayEquals(expected.shape(), shapes.get(tap), tap);
            double worst = 0;
            for (int i = 0; i < expected.positions().length; i++) {
                worst = Math.max(worst, Math.abs(values[expected.positions()[i]] - expected.values()[i]));
            }
            if (!(worst <= TOLERANCE * expected.absmax())) {
                wrong.add(tap + " is off by " + worst / expected.absmax() + " of its largest magnitude");
            }
        });
        assertEquals(List.of(), wrong);
        assertClose(golden.logits(), logits);
    }

    static void assertClose(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        double most = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            most = Math.max(most, Math.abs(expected[i]));
            double difference = Math.abs(expected[i] - actual[i]);
            worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
        }
        assertTrue(worst <= TOLERANCE * most, "off by " + worst / most + " of the largest magnitude");
    }

    private static float[] run(Golden golden, Taps taps) throws Exception {
        TornadoEngine engine = new TornadoEngine(Device.all().getFirst(), List.of(), 1, failure -> { });
        try (CompiledNetwork network = engine.compile(GoldenCheckpoint.plan(golden), taps)) {
            SegmentFeatures[] features = new SegmentFeatures[golden.segments()];
            for (int s = 0; s < features.length; s++) {
                features[s] = network.newFeatures(golden.height(), golden.columns());
            }
            network.encode(golden.frames(), features);
            float[][] logits = new float[1][golden.classes()];
            network.classify(features, logits);
            return logits[0];
        }
    }
}
