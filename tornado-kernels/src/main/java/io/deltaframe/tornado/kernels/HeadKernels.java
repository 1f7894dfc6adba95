package io.deltaframe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The end of the network, beside its classifier, which is a 1x1 convolution. The consensus, a mean, is taken of the
 * features and not of the logits: the classifier is linear, so the result is the same for a fraction of the work.
 */
public final class HeadKernels {

    private HeadKernels() { }

    /**
     * Average over the segments of a clip.
     *
     * <p>Numbers: 0 values (clips x features), 1 features, 2 segments, 3 input position, 4 output position.
     *
     * @param context place in the grid
     * @param maps    inputs and outputs
     * @param weights not used
     * @param table   numbers
     * @param step    which
     */
    public static void tdnConsensus(KernelContext context, FloatArray maps, FloatArray weights, IntArray table,
            int step) {
        int at = step * KernelStep.SIZE;
        int i = context.globalIdx;
        if (i < table.get(at)) {
            int features = table.get(at + 1);
            int segments = table.get(at + 2);
            int clip = i / features;
            int from = table.get(at + 3) + clip * segments * features + i - clip * features;
            float sum = 0;
            for (int t = 0; t < segments; t++) {
                sum += maps.get(from + t * features);
            }
            maps.set(table.get(at + 4) + i, sum / segments);
        }
    }

    /**
     * Brings the logits into the array that goes to the host.
     *
     * <p>Numbers: 0 values, 1 input position.
     *
     * @param context place in the grid
     * @param maps    inputs
     * @param weights not used
     * @param logits  takes the output
     * @param table   numbers
     * @param step    which
     */
    public static void tdnLogits(KernelContext context, FloatArray maps, FloatArray weights, FloatArray logits,
            IntArray table, int step) {
        int at = step * KernelStep.SIZE;
        int i = context.globalIdx;
        if (i < table.get(at)) {
            logits.set(i, maps.get(table.get(at + 1) + i));
        }
    }

    /**
     * Writes zeros, for the borders of maps that will lie there.
     *
     * <p>Numbers: 0 values, 1 position.
     *
     * @param context place in the grid
     * @param maps    outputs
     * @param weights not used
     * @param table   numbers
     * @param step    which
     */
    public static void tdnClear(KernelContext context, FloatArray maps, FloatArray weights, IntArray table, int step) {
        int at = step * KernelStep.SIZE;
        int i = context.globalIdx;
        if (i < table.get(at)) {
            maps.set(table.get(at + 1) + i, 0f);
        }
    }
}
