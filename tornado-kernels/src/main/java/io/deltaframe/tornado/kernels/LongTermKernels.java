package io.deltaframe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** What happens across the segments of a clip: one item a value of the output. */
public final class LongTermKernels {

    private LongTermKernels() { }

    /**
     * Differences between neighbouring segments. With {@code m = depthwise3x3(z)}, the forward difference of segment t
     * is {@code m[t+1] - z[t]} and the backward one {@code m[t-1] - z[t]}; where there is no neighbour it is zero. The
     * output has the forward differences of all segments first, then the backward ones.
     *
     * <p>Numbers: 0 values, 1 channels, 2 columns, 3 rows, 4 images of z, 5 segments a clip, 6 position of z inside its
     * border, 7 and 8 floats to its next row and image, 9 to 11 output position, floats to its next row and image, 12
     * position of the weights (nine taps x channels).
     *
     * @param context place in the grid
     * @param maps    inputs and outputs
     * @param weights depth-wise weights
     * @param table   numbers
     * @param step    which
     */
    public static void tdnSegmentDifference(KernelContext context, FloatArray maps, FloatArray weights, IntArray table,
            int step) {
        int at = step * KernelStep.SIZE;
        int i = context.globalIdx;
        if (i < table.get(at)) {
            int channels = table.get(at + 1);
            int columns = table.get(at + 2);
            int rows = table.get(at + 3);
            int images = table.get(at + 4);
            int segments = table.get(at + 5);
            int row = table.get(at + 7);
            int pixel = i / channels;
            int channel = i - pixel * channels;
            int line = pixel / columns;
            int x = pixel - line * columns;
            int difference = line / rows;
            int y = line - difference * rows;
            boolean forward = difference < images;
            int image = forward ? difference : difference - images;
            int segment = image % segments;
            float value = 0;
            if (forward ? segment < segments - 1 : segment > 0) {
                int here = table.get(at + 6) + image * table.get(at + 8) + y * row + x * channels + channel;
                int there = here + (forward ? table.get(at + 8) : -table.get(at + 8));
                int taps = table.get(at + 12) + channel;
                float sum = 0;
                for (int ky = 0; ky < 3; ky++) {
                    for (int kx = 0; kx < 3; kx++) {
                        sum += maps.get(there + (ky - 1) * row + (kx - 1) * channels) * weights.get(taps
                                + (3 * ky + kx) * channels);
                    }
                }
                value = sum - maps.get(here);
            }
            maps.set(table.get(at + 9) + difference * table.get(at + 11) + y * table.get(at + 10) + x * channels
                    + channel, value);
        }
    }

    /**
     * The last part of motion excitation, in place: {@code x += x * ((sigmoid(f) - 1/2) + (sigmoid(b) - 1/2)) / 2}. As
     * {@code sigmoid(v) - 1/2 = tanh(v / 2) / 2}, and the halves come in already, this is
     * {@code x *= 1 + (tanh(f) + tanh(b)) / 4}. No map has a border.
     *
     * <p>Numbers: 0 values of x, 1 position of x, 2 position of the halves of f, 3 position of the halves of b.
     *
     * @param context place in the grid
     * @param maps    inputs and outputs
     * @param weights not used
     * @param table   numbers
     * @param step    which
     */
    public static void tdnExcite(KernelContext context, FloatArray maps, FloatArray weights, IntArray table, int step) {
        int at = step * KernelStep.SIZE;
        int i = context.globalIdx;
        if (i < table.get(at)) {
            int x = table.get(at + 1) + i;
            float both = TornadoMath.tanh(maps.get(table.get(at + 2) + i))
                    + TornadoMath.tanh(maps.get(table.get(at + 3) + i));
            maps.set(x, maps.get(x) * (1f + 0.25f * both));
        }
    }

    /**
     * Temporal convolution, channel by channel: {@code out[t] = w0 * x[t-1] + w1 * x[t] + w2 * x[t+1]}, with zeros
     * before the first and after the last segment of a clip. The input has no border.
     *
     * <p>Numbers: 0 values, 1 channels, 2 columns, 3 rows, 4 segments a clip, 5 input position, 6 to 8 output position,
     * floats to its next row and image, 9 position of the weights (three taps x channels).
     *
     * @param context place in the grid
     * @param maps    inputs and outputs
     * @param weights weights
     * @param table   numbers
     * @param step    which
     */
    public static void tdnTemporalConvolution(KernelContext context, FloatArray maps, FloatArray weights,
            IntArray table, int step) {
        int at = step * KernelStep.SIZE;
        int i = context.globalIdx;
        if (i < table.get(at)) {
            int channels = table.get(at + 1);
            int columns = table.get(at + 2);
            int rows = table.get(at + 3);
            int segments = table.get(at + 4);
            int pixel = i / channels;
            int channel = i - pixel * channels;
            int line = pixel / columns;
            int x = pixel - line * columns;
            int image = line / rows;
            int y = line - image * rows;
            int segment = image % segments;
            int floats = rows * columns * channels;
            int from = table.get(at + 5) + i;
            int taps = table.get(at + 9) + channel;
            float sum = maps.get(from) * weights.get(taps + channels);
            if (segment > 0) {
                sum += maps.get(from - floats) * weights.get(taps);
            }
            if (segment < segments - 1) {
                sum += maps.get(from + floats) * weights.get(taps + 2 * channels);
            }
            maps.set(table.get(at + 6) + image * table.get(at + 8) + y * table.get(at + 7) + x * channels + channel,
                    sum);
        }
    }
}
