package io.deltaframe.shell.command.bench;

import io.deltaframe.shell.output.ProgressLine;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import java.util.Arrays;

/**
 * How long a network takes on an engine: a clip again and again, each as a whole and in its two parts.
 *
 * @param compileMillis   reading and packing the weights, and warming up
 * @param firstClipMillis first clip after that
 * @param encode          encoding all segments of a clip
 * @param classify        classifying an encoded clip
 * @param clip            both
 */
record NetworkTiming(double compileMillis, double firstClipMillis, Quantiles encode, Quantiles classify,
        Quantiles clip) {

    /**
     * Measures.
     *
     * @param engine   compiles and runs the network
     * @param plan     the network; its checkpoint is open
     * @param size     side of the frames in pixels
     * @param repeat   clips after the first, at least one
     * @param progress told how far it is
     * @return the times
     * @throws CheckpointException  if the weights cannot be read
     * @throws EngineException      if the engine fails
     * @throws InterruptedException if interrupted
     */
    static NetworkTiming of(Engine engine, NetworkPlan plan, int size, int repeat, ProgressLine progress)
            throws CheckpointException, EngineException, InterruptedException {
        Architecture architecture = plan.architecture();
        byte[] frames = frames(architecture.segments() * Architecture.FRAMES_PER_SEGMENT, size);
        progress.waiting("compiling");
        long began = System.nanoTime();
        try (CompiledNetwork network = engine.compile(plan, Taps.NONE)) {
            double compiled = (System.nanoTime() - began) / 1e6;
            SegmentFeatures[] features = new SegmentFeatures[architecture.segments()];
            Arrays.setAll(features, s -> network.newFeatures(size, size));
            float[][] logits = new float[1][architecture.classes()];
            long[] encode = new long[repeat];
            long[] classify = new long[repeat];
            long[] clip = new long[repeat];
            double first = 0;
            for (int run = -1; run < repeat; run++) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                long start = System.nanoTime();
                network.encode(frames, features);
                long encoded = System.nanoTime();
                network.classify(features, logits);
                long end = System.nanoTime();
                if (run < 0) {
                    first = (end - start) / 1e6;
                } else {
                    encode[run] = encoded - start;
                    classify[run] = end - encoded;
                    clip[run] = end - start;
                }
                progress.show("clip " + (run + 1) + " of " + repeat);
            }
            return new NetworkTiming(compiled, first, Quantiles.of(encode), Quantiles.of(classify), Quantiles.of(clip));
        }
    }

    /** Something moves in them: no engine could save work on frames that are all alike. */
    private static byte[] frames(int count, int size) {
        byte[] frames = new byte[3 * count * size * size];
        for (int f = 0, at = 0; f < count; f++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    frames[at++] = (byte) (3 * x + 7 * f);
                    frames[at++] = (byte) (5 * y - 4 * f);
                    frames[at++] = (byte) (x + y + 11 * f);
                }
            }
        }
        return frames;
    }
}
