package io.deltaframe.scalar.engine;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import java.util.Arrays;
import java.util.Random;

/** A clip through the engine in plain Java, from bytes to logits, in an engine of its own. For one thread at a time. */
public final class ScalarClip implements AutoCloseable {

    private static final int SIZE = 224;

    private final ScalarEngine engine;
    private final CompiledNetwork network;
    private final byte[] frames;
    private final SegmentFeatures[] features;
    private final float[][] logits;

    /**
     * Compiles a network.
     *
     * @param plan    the network
     * @param threads threads it runs on
     * @throws Exception if it cannot be compiled
     */
    public ScalarClip(NetworkPlan plan, int threads) throws Exception {
        engine = new ScalarEngine(threads, "timed");
        network = engine.compile(plan, Taps.NONE);
        features = new SegmentFeatures[plan.architecture().segments()];
        Arrays.setAll(features, s -> network.newFeatures(SIZE, SIZE));
        frames = new byte[features.length * Architecture.FRAMES_PER_SEGMENT * SIZE * SIZE * 3];
        new Random(1).nextBytes(frames);
        logits = new float[1][plan.architecture().classes()];
    }

    /**
     * Encodes and classifies.
     *
     * @throws Exception if the engine fails
     */
    public void run() throws Exception {
        network.encode(frames, features);
        network.classify(features, logits);
    }

    @Override
    public void close() {
        network.close();
        engine.close();
    }
}
