package io.deltaframe.operators.engine;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.AdvancingWindow;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import java.util.Arrays;
import java.util.Random;

/** Clips through this engine, from bytes to logits, in an engine of its own. For one thread at a time. */
final class SimdClip implements AutoCloseable {

    private static final int SIZE = 224;

    private final SimdEngine engine;
    private final CompiledNetwork network;
    private final byte[] frames;
    private final byte[] oneSegment;
    private final SegmentFeatures[] features;
    private final float[][] logits;
    private final int segments;

    /**
     * Compiles a network, as activating a model does: packed and warmed.
     *
     * @param plan    the network
     * @param threads threads it runs on
     * @param clips   clips a call
     * @throws Exception if it cannot be compiled
     */
    SimdClip(NetworkPlan plan, int threads, int clips) throws Exception {
        engine = new SimdEngine(threads);
        network = engine.compile(plan, Taps.NONE);
        segments = plan.architecture().segments();
        int segmentBytes = Architecture.FRAMES_PER_SEGMENT * SIZE * SIZE * 3;
        frames = new byte[clips * segments * segmentBytes];
        new Random(1).nextBytes(frames);
        oneSegment = Arrays.copyOf(frames, segmentBytes);
        features = new SegmentFeatures[clips * segments];
        for (int s = 0; s < features.length; s++) {
            features[s] = network.newFeatures(SIZE, SIZE);
        }
        logits = new float[clips][plan.architecture().classes()];
    }

    /**
     * Encodes and classifies.
     *
     * @throws Exception if the engine fails
     */
    void run() throws Exception {
        encode();
        classify();
    }

    /**
     * Encodes all segments.
     *
     * @throws Exception if the engine fails
     */
    void encode() throws Exception {
        network.encode(frames, features);
    }

    /**
     * Classifies what was encoded.
     *
     * @throws Exception if the engine fails
     */
    void classify() throws Exception {
        network.classify(features, logits);
    }

    /**
     * A window that moves on by a segment: the oldest one's room takes the new one.
     *
     * @throws Exception if the engine fails
     */
    void advance() throws Exception {
        SegmentFeatures oldest = features[0];
        System.arraycopy(features, 1, features, 0, segments - 1);
        features[segments - 1] = oldest;
        network.encode(oneSegment, oldest);
        classify();
    }

    /**
     * {@return a window over these segments that advances by one and is computed in part; it has been started}
     *
     * @param recomputed segments whose stages 2 to 4 are computed at each advance
     * @throws Exception if the engine fails
     */
    Window window(int recomputed) throws Exception {
        AdvancingWindow window = network.newWindow(SIZE, SIZE, recomputed, 1).orElseThrow();
        window.start(features, logits[0]);
        return new Window(window, Arrays.copyOfRange(features, segments - recomputed, segments));
    }

    /** A window that advances by a segment. */
    final class Window {

        private final AdvancingWindow window;
        private final SegmentFeatures[] newest;

        private Window(AdvancingWindow window, SegmentFeatures[] newest) {
            this.window = window;
            this.newest = newest;
        }

        /**
         * Encodes the next segment and classifies.
         *
         * @throws Exception if the engine fails
         */
        void advance() throws Exception {
            SegmentFeatures oldest = newest[0];
            System.arraycopy(newest, 1, newest, 0, newest.length - 1);
            newest[newest.length - 1] = oldest;
            network.encode(oneSegment, oldest);
            window.advance(newest, logits[0]);
        }
    }

    /** {@return the logits of the clips of the last run} */
    float[][] logits() {
        return logits;
    }

    @Override
    public void close() {
        network.close();
        engine.close();
    }
}
