package io.deltaframe.goldens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.fixtures.Golden;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reference run that is run again, and what it is compared with. The taps of a network that is compiled with it are
 * kept.
 */
public final class GoldenRun implements Taps {

    private final Golden golden;
    private final Map<String, float[]> values = new LinkedHashMap<>();
    private final Map<String, int[]> shapes = new LinkedHashMap<>();

    /** @param golden the reference */
    public GoldenRun(Golden golden) {
        this.golden = golden;
    }

    @Override
    public void tap(String name, int[] shape, float[] nchw) {
        values.put(name, nchw);
        shapes.put(name, shape);
    }

    /**
     * {@return the logits of the reference's frames}
     *
     * @param network the reference's network, as an engine made it
     * @throws EngineException if the engine fails
     */
    public float[] logits(CompiledNetwork network) throws EngineException {
        SegmentFeatures[] features = features(network, golden.segments());
        network.encode(golden.frames(), features);
        float[][] logits = new float[1][golden.classes()];
        network.classify(features, logits);
        for (SegmentFeatures segment : features) {
            segment.close();
        }
        return logits[0];
    }

    /**
     * {@return the logits that the head makes of the features of the reference's frames}
     *
     * @param network the reference's network, as an engine made it
     * @param head    the reference's head
     * @throws EngineException if the engine fails
     */
    public float[] logitsOfFeatures(CompiledNetwork network, Convolution.Weights head) throws EngineException {
        SegmentFeatures[] segments = features(network, golden.segments());
        network.encode(golden.frames(), segments);
        int count = network.architecture().features();
        float[][] features = new float[1][segments.length * count];
        network.features(segments, features);
        for (SegmentFeatures segment : segments) {
            segment.close();
        }
        float[] logits = new float[golden.classes()];
        for (int k = 0; k < logits.length; k++) {
            double sum = 0;
            for (int i = 0; i < features[0].length; i++) {
                sum += (double) features[0][i] * head.weight()[k * count + i % count];
            }
            logits[k] = (float) (sum / segments.length + head.bias()[k]);
        }
        return logits;
    }

    /**
     * {@return room for segments of the reference's size}
     *
     * @param network whose segments they are
     * @param count   how many
     */
    public SegmentFeatures[] features(CompiledNetwork network, int count) {
        SegmentFeatures[] features = new SegmentFeatures[count];
        for (int s = 0; s < count; s++) {
            features[s] = network.newFeatures(golden.height(), golden.columns());
        }
        return features;
    }

    /**
     * Compares every intermediate result with the reference's: its shape, the values at the reference's positions, mean
     * and largest magnitude.
     *
     * @param tolerance largest difference, as a share of the largest magnitude
     */
    public void assertTaps(double tolerance) {
        List<String> wrong = new ArrayList<>();
        int last = golden.depths().get(3) - 1;
        golden.taps().forEach((key, expected) -> {
            String tap = key.replace("last", Integer.toString(last));
            assertTrue(values.containsKey(tap), () -> "no tap " + tap + " among " + values.keySet());
            assertArrayEquals(expected.shape(), shapes.get(tap), tap);
            double worst = difference(expected, values.get(tap));
            if (!(worst <= tolerance * expected.absmax())) {
                wrong.add(tap + " is off by " + worst / expected.absmax() + " of its largest magnitude");
            }
        });
        assertEquals(List.of(), wrong);
    }

    private static double difference(Golden.Tap expected, float[] values) {
        double worst = 0;
        for (int i = 0; i < expected.positions().length; i++) {
            worst = greater(worst, Math.abs(values[expected.positions()[i]] - expected.values()[i]));
        }
        double sum = 0;
        double most = 0;
        for (float value : values) {
            sum += value;
            most = greater(most, Math.abs(value));
        }
        worst = greater(worst, Math.abs(sum / values.length - expected.mean()));
        return greater(worst, Math.abs(most - expected.absmax()));
    }

    /** The larger one; NaN is larger than everything. */
    private static double greater(double worst, double difference) {
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
    }

    /**
     * Compares logits.
     *
     * @param expected  the reference's
     * @param actual    an engine's
     * @param tolerance largest difference, as a share of the largest magnitude
     * @param what      what they are, for the message
     * @return the largest difference, as a share of the largest magnitude
     */
    public static double assertClose(float[] expected, float[] actual, double tolerance, String what) {
        assertEquals(expected.length, actual.length, what);
        double most = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            most = Math.max(most, Math.abs(expected[i]));
            worst = greater(worst, Math.abs(expected[i] - actual[i]));
        }
        // Nothing is off where everything is zero.
        double share = worst == 0 ? 0 : worst / most;
        assertTrue(share <= tolerance, () -> what + " is off by " + share + " of the largest magnitude");
        return share;
    }
}
