package io.deltaframe.operators.network;

import io.deltaframe.operators.tile.Tile;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.SegmentFeatures;
import java.util.HashSet;
import java.util.Set;

/**
 * Runs a network on small clips until the compiler has caught up. Interpreted, a vector operation allocates and takes a
 * microsecond: the first clip of a ResNet-50 would take ten times as long as the tenth.
 *
 * <p>Begins with clips that are as small as every network can take. What the compiler waits for are calls and rounds of
 * loops, of which they have enough, and what is interpreted until it is done is lost: with the small clips first, a JVM
 * that does nothing but warm the embedded model needs a tenth less processor time. On them alone some loops would be
 * too short to be compiled.
 *
 * <p>Before that, the tiles that a large network has of its own ({@code Tiles}) are called often with few inputs each.
 * With many, the compiler meets a loop that runs for long before it has seen enough calls, compiles the tile for this
 * loop's sake and then once more: a third of a second each time. Activating a ResNet-50 takes 5.1 instead of 7.2 s so.
 * The embedded model would gain nothing.
 */
public final class NetworkWarmUp {

    /**
     * Side of the frames at first: the last stage of a ResNet-50 still has the 2x2 pixels that motion excitation
     * halves.
     */
    private static final int SMALL = 64;

    /** Side of the frames at last: every operator runs, for a quarter of the work of 224 pixels. */
    private static final int SIZE = 112;

    /** Runs without a better time after which the network counts as warm, at first and at last. */
    private static final int SMALL_PATIENCE = 2;
    private static final int PATIENCE = 3;

    /** A run is better if it takes less than this share of the best so far. */
    private static final double BETTER = 0.9;

    /** Warming ends after this time in any case. */
    private static final long LIMIT_NANOS = 15_000_000_000L;

    /**
     * Calls and inputs, together with which C2 compiles a method that has been called rather than a loop in it: 600
     * calls, and 15000 calls and turns in all, of one or two inputs.
     */
    private static final int CALLS = 1500;
    private static final int INPUTS = 24;

    private NetworkWarmUp() { }

    /**
     * Warms a network; ends early if interrupted, so that a platform that stops need not wait for it.
     *
     * @param network the network
     */
    public static void run(SimdNetwork network) {
        long end = System.nanoTime() + LIMIT_NANOS;
        warmUpTiles(network.weights());
        run(network, SMALL, SMALL_PATIENCE, end);
        run(network, SIZE, PATIENCE, end);
        network.dropIdleContexts();
    }

    private static void warmUpTiles(PackedNetwork weights) {
        Set<Tile> warm = new HashSet<>();
        weights.pointwise().forEach(convolution -> convolution.panels().stream()
                .filter(panel -> panel.directTile() != null && warm.add(panel.directTile()))
                .takeWhile(panel -> !Thread.currentThread().isInterrupted())
                .forEach(panel -> convolution.warmUp(panel, CALLS, INPUTS)));
    }

    private static void run(SimdNetwork network, int size, int patience, long end) {
        Architecture architecture = network.architecture();
        byte[] frames = frames(architecture.segments() * Architecture.FRAMES_PER_SEGMENT * size * size * 3);
        SegmentFeatures[] features = new SegmentFeatures[architecture.segments()];
        for (int s = 0; s < features.length; s++) {
            features[s] = network.newFeatures(size, size);
        }
        float[][] logits = new float[1][architecture.classes()];
        long best = Long.MAX_VALUE;
        for (int stale = 0; stale < patience && System.nanoTime() - end < 0
                && !Thread.currentThread().isInterrupted(); stale++) {
            long start = System.nanoTime();
            network.encode(frames, features);
            network.classify(features, logits);
            long took = System.nanoTime() - start;
            if (took < BETTER * best) {
                best = took;
                stale = -1;
            }
        }
    }

    /**
     * A method of its own: a long loop in the one that runs the network had it compiled, with all it calls, for this
     * loop's sake.
     */
    private static byte[] frames(int bytes) {
        byte[] frames = new byte[bytes];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = (byte) (i * 31 + i / 777);
        }
        return frames;
    }
}
