package io.deltaframe.tornado.engine;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.SyntheticCheckpoint;
import io.deltaframe.tdn.TensorInfo;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import io.deltaframe.tornado.program.SizedPrograms;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Compares an engine with another one on a small clip, because a device can be wrong without a word: OpenCL's errors
 * are printed and not thrown, and a kernel may be translated into something else. The network is small, but has every
 * kernel and every graph; its weights are random, and the frames' sides no power of two.
 */
final class SelfTest {

    /** Largest difference that counts as rounding, as a share of the largest logit. */
    private static final double TOLERANCE = 1e-4;
    private static final Architecture ARCHITECTURE = new Architecture(List.of(2, 2, 2, 2), 16, 7, 8);
    private static final int HEIGHT = 72;
    private static final int WIDTH = 100;
    private static final long SEED = 20260;

    private SelfTest() { }

    /**
     * Runs the test.
     *
     * @param engine    the engine to test
     * @param reference the engine that is trusted
     * @throws EngineException     if the engine fails, or its logits differ
     * @throws CheckpointException never: the weights are made up
     */
    static void run(Engine engine, Engine reference) throws EngineException, CheckpointException {
        byte[] frames = new byte[ARCHITECTURE.segments() * SizedPrograms.segmentBytes(HEIGHT, WIDTH)];
        random(1).nextBytes(frames);
        float[] expected = classify(reference, frames);
        float[] actual = classify(engine, frames);
        double most = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            most = Math.max(most, Math.abs(expected[i]));
            double difference = Math.abs(actual[i] - expected[i]);
            worst = difference <= Double.MAX_VALUE ? Math.max(worst, difference) : Double.POSITIVE_INFINITY;
        }
        if (!(worst <= TOLERANCE * most)) {
            throw new EngineException(String.format(Locale.ROOT, "the self-test failed: logits differ from those of the"
                    + " engine %s by %.1e of the largest one, at most %.0e is expected",
                    reference.name(), worst / most, TOLERANCE));
        }
    }

    private static float[] classify(Engine engine, byte[] frames) throws EngineException, CheckpointException {
        try (CompiledNetwork network = engine.compile(new NetworkPlan(ARCHITECTURE, Normalization.IMAGENET,
                new RandomCheckpoint()), Taps.NONE)) {
            SegmentFeatures[] features = new SegmentFeatures[ARCHITECTURE.segments()];
            for (int s = 0; s < features.length; s++) {
                features[s] = network.newFeatures(HEIGHT, WIDTH);
            }
            network.encode(frames, features);
            float[][] logits = new float[1][ARCHITECTURE.classes()];
            network.classify(features, logits);
            return logits[0];
        }
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + seed);
    }

    /**
     * Random weights of a size that keeps the activations in bounds; biases and statistics too, which synthetic
     * checkpoints leave at 0 and 1.
     */
    private static final class RandomCheckpoint implements Checkpoint {

        private final SequencedMap<String, TensorInfo> tensors = new SyntheticCheckpoint(ARCHITECTURE).tensors();

        @Override
        public String name() {
            return "self-test";
        }

        @Override
        public String format() {
            return "random";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of();
        }

        @Override
        public SequencedMap<String, TensorInfo> tensors() {
            return tensors;
        }

        @Override
        public float[] read(String key) {
            List<Integer> shape = tensors.get(key).shape();
            int length = shape.stream().reduce(1, Math::multiplyExact);
            boolean weight = shape.size() > 1;
            // Variances and scales around 1; weights such that a sum of so many keeps the size of its terms.
            float centre = weight || key.endsWith("bias") || key.endsWith("mean") ? 0 : 1;
            float spread = weight ? (float) Math.sqrt(6.0 * shape.getFirst() / length) : 0.3f;
            RandomGenerator random = random(key.hashCode());
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = centre + spread * (2 * random.nextFloat() - 1);
            }
            return values;
        }

        @Override
        public void close() { }
    }
}
