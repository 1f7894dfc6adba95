package io.deltaframe.operators;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.SegmentFeatures;

/**
 * Runs a network on small clips until the compiler has caught up. Interpreted, a vector operation allocates and takes a
 * microsecond: the first clip of a ResNet-50 would take ten times as long as the tenth.
 */
final class WarmUp {

    /** Side of the clips' frames: every operator runs, for a quarter of the work of 224 pixels; on smaller frames some loops are too short to be compiled. */
    private static final int SIZE = 112;

    /** Runs without a better time after which the network counts as warm. */
    private static final int PATIENCE = 4;

    /** A run is better if it takes less than this share of the best so far. */
    private static final double BETTER = 0.9;

    /** Warming ends after this time in any case. */
    private static final long LIMIT_NANOS = 15_000_000_000L;

    private WarmUp() { }

    /**
     * Warms a network; ends early if interrupted, so that a platform that stops need not wait for it.
     *
     * @param network the network
     */
    static void run(SimdNetwork network) {
        Architecture architecture = network.architecture();
        byte[] frames = new byte[architecture.segments() * Architecture.FRAMES_PER_SEGMENT * SIZE * SIZE * 3];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = (byte) (i * 31 + i / 777);
        }
        SegmentFeatures[] features = new SegmentFeatures[architecture.segments()];
        for (int s = 0; s < features.length; s++) {
            features[s] = network.newFeatures(SIZE, SIZE);
        }
        float[][] logits = new float[1][architecture.classes()];
        long began = System.nanoTime();
        long best = Long.MAX_VALUE;
        for (int stale = 0; stale < PATIENCE && System.nanoTime() - began < LIMIT_NANOS && !Thread.currentThread().isInterrupted(); stale++) {
            long start = System.nanoTime();
            network.encode(frames, features);
            network.classify(features, logits);
            long took = System.nanoTime() - start;
            if (took < BETTER * best) {
                best = took;
                stale = -1;
            }
        }
        network.forgetRooms();
    }
}
