package io.deltaframe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Convolution as a product of matrices that are never made: a row of the kernel, all its columns and channels, is one
 * run of floats in a channels-last map, for a 7x7 stem as for a 1x1. A work group computes a tile of {@value #TILE}
 * pixels by {@value #TILE} output channels; for each {@value #DEPTH} floats of a run its items bring inputs and weights
 * into local memory together, neighbours reading neighbours; then each of the {@value #ITEMS} items adds to four pixels
 * by four channels in registers: eight reads of local memory for sixteen multiplications.
 *
 * <p>The shape of the code is for TornadoVM. It unrolls loops of known length and puts all their reads before the first
 * multiplication, for which no device has the registers: so the inner loops take their length from the table. It moves
 * what a condition guards into the condition, divisions too: so the loop has none. Local memory is used in two halves
 * by turns, because one barrier a turn is enough then, and none stands between reading and multiplying.
 */
public final class ConvolutionKernel {

    /** Work items a group. */
    static final int ITEMS = 256;
    /** Pixels and output channels a group. */
    static final int TILE = 64;
    /** Floats of a run in local memory at a time. */
    static final int DEPTH = 16;

    /**
     * Floats from one place of a run to the next in local memory: one more than the tile, so that items writing
     * different places do not meet in a bank.
     */
    private static final int STRIDE = TILE + 1;

    /** Pixels, and output channels, an item computes. */
    static final int BLOCK = 4;
    /** From one of them to the next. */
    private static final int SPREAD = TILE / BLOCK;

    /** Bits of the flags. */
    static final int ADD = 1;
    static final int RELU = 2;

    private ConvolutionKernel() { }

    /**
     * Convolves, adds the bias and, if wanted, what the output held before, and applies ReLU if wanted.
     *
     * <p>Numbers: 0 pixels over all images, 1 pixels an image, 2 output columns, 3 input position of the first output's
     * first tap, 4 to 6 floats from an output's first tap to that of the next column, row, image, 7 floats from a row
     * of taps to the next, 8 rows of taps, 9 floats a run, 10 the same rounded up to {@value #DEPTH}, 11 output
     * position, 12 to 14 floats to the output's next column, row, image, 15 output channels, 16 the same rounded up to
     * {@value #TILE}, 17 position of the weights (rows of taps x rounded run x rounded channels, then the biases), 18
     * flags, 19 and 20 are {@value #DEPTH} and {@value #BLOCK}.
     *
     * @param context place in a grid of pixel tiles by channel tiles
     * @param maps    inputs and outputs
     * @param weights weights
     * @param table   numbers
     * @param step    which
     */
    public static void tdnConvolution(KernelContext context, FloatArray maps, FloatArray weights, IntArray table,
            int step) {
        float[] inputs = context.allocateFloatLocalArray(2 * DEPTH * STRIDE);
        float[] factors = context.allocateFloatLocalArray(2 * DEPTH * TILE);

        int at = step * KernelStep.SIZE;
        int item = context.localIdx;
        int pixelTile = context.groupIdx * TILE;
        int channelTile = context.groupIdy * TILE;
        int rowTaps = table.get(at + 7);
        int rows = table.get(at + 8);
        int last = table.get(at + 9) - 1;
        int paddedRun = table.get(at + 10);
        int paddedChannels = table.get(at + 16);
        int weightsAt = table.get(at + 17);
        int depth = table.get(at + 19);
        int block = table.get(at + 20);

        // Loading, an item brings one place of the run for four pixels, and four places for one channel.
        int place = item % DEPTH;
        int pixel = item / DEPTH;
        int from0 = tdnFirstTap(table, at, pixelTile + pixel);
        int from1 = tdnFirstTap(table, at, pixelTile + pixel + SPREAD);
        int from2 = tdnFirstTap(table, at, pixelTile + pixel + 2 * SPREAD);
        int from3 = tdnFirstTap(table, at, pixelTile + pixel + 3 * SPREAD);
        int channel = item % TILE;
        int channelPlace = item / TILE;

        // Computing, an item has pixels p, p + 16, p + 32, p + 48 and channels c, c + 16, c + 32, c + 48 of the tile.
        int c = item % SPREAD;
        int p = item / SPREAD;
        float s00 = 0;
        float s01 = 0;
        float s02 = 0;
        float s03 = 0;
        float s10 = 0;
        float s11 = 0;
        float s12 = 0;
        float s13 = 0;
        float s20 = 0;
        float s21 = 0;
        float s22 = 0;
        float s23 = 0;
        float s30 = 0;
        float s31 = 0;
        float s32 = 0;
        float s33 = 0;

        int half = 0;
        for (int row = 0; row < rows; row++) {
            int weight = weightsAt + (row * paddedRun + channelPlace) * paddedChannels + channelTile + channel;
            for (int k = 0; k < paddedRun; k += DEPTH) {
                // Behind the run lies anything; its last float again, times a weight that is zero, is zero.
                int tap = row * rowTaps + Math.min(k + place, last);
                int toInput = half * DEPTH * STRIDE + place * STRIDE + pixel;
                inputs[toInput] = maps.get(from0 + tap);
                inputs[toInput + SPREAD] = maps.get(from1 + tap);
                inputs[toInput + 2 * SPREAD] = maps.get(from2 + tap);
                inputs[toInput + 3 * SPREAD] = maps.get(from3 + tap);
                int toFactor = half * DEPTH * TILE + item;
                factors[toFactor] = weights.get(weight);
                factors[toFactor + 4 * TILE] = weights.get(weight + 4 * paddedChannels);
                factors[toFactor + 8 * TILE] = weights.get(weight + 8 * paddedChannels);
                factors[toFactor + 12 * TILE] = weights.get(weight + 12 * paddedChannels);
                context.localBarrier();
                int i = half * DEPTH * STRIDE + p;
                int f = half * DEPTH * TILE + c;
                for (int d = 0; d < depth; d++) {
                    float i0 = inputs[i];
                    float i1 = inputs[i + SPREAD];
                    float i2 = inputs[i + 2 * SPREAD];
                    float i3 = inputs[i + 3 * SPREAD];
                    float f0 = factors[f];
                    float f1 = factors[f + SPREAD];
                    float f2 = factors[f + 2 * SPREAD];
                    float f3 = factors[f + 3 * SPREAD];
                    s00 += i0 * f0;
                    s01 += i0 * f1;
                    s02 += i0 * f2;
                    s03 += i0 * f3;
                    s10 += i1 * f0;
                    s11 += i1 * f1;
                    s12 += i1 * f2;
                    s13 += i1 * f3;
                    s20 += i2 * f0;
                    s21 += i2 * f1;
                    s22 += i2 * f2;
                    s23 += i2 * f3;
                    s30 += i3 * f0;
                    s31 += i3 * f1;
                    s32 += i3 * f2;
                    s33 += i3 * f3;
                    i += STRIDE;
                    f += TILE;
                }
                weight += DEPTH * paddedChannels;
                half = 1 - half;
            }
        }

        float[] sums = new float[BLOCK * BLOCK];
        sums[0] = s00;
        sums[1] = s01;
        sums[2] = s02;
        sums[3] = s03;
        sums[4] = s10;
        sums[5] = s11;
        sums[6] = s12;
        sums[7] = s13;
        sums[8] = s20;
        sums[9] = s21;
        sums[10] = s22;
        sums[11] = s23;
        sums[12] = s30;
        sums[13] = s31;
        sums[14] = s32;
        sums[15] = s33;
        int pixels = table.get(at);
        int channels = table.get(at + 15);
        int bias = weightsAt + rows * paddedRun * paddedChannels;
        int flags = table.get(at + 18);
        for (int b = 0; b < block; b++) {
            int toPixel = pixelTile + p + b * SPREAD;
            if (toPixel < pixels) {
                int out = tdnOutput(table, at, toPixel);
                for (int e = 0; e < block; e++) {
                    int toChannel = channelTile + c + e * SPREAD;
                    if (toChannel < channels) {
                        float value = sums[b * BLOCK + e] + weights.get(bias + toChannel);
                        if ((flags & ADD) != 0) {
                            value += maps.get(out + toChannel);
                        }
                        if ((flags & RELU) != 0) {
                            value = TornadoMath.max(value, 0f);
                        }
                        maps.set(out + toChannel, value);
                    }
                }
            }
        }
    }

    /** Position of a pixel's first tap; pixels behind the last are computed like the last, and not stored. */
    private static int tdnFirstTap(IntArray table, int at, int wanted) {
        int pixel = Math.min(wanted, table.get(at) - 1);
        int perImage = table.get(at + 1);
        int columns = table.get(at + 2);
        int image = pixel / perImage;
        int rest = pixel - image * perImage;
        int y = rest / columns;
        int x = rest - y * columns;
        return table.get(at + 3) + x * table.get(at + 4) + y * table.get(at + 5) + image * table.get(at + 6);
    }

    /** Position of a pixel's first output. */
    private static int tdnOutput(IntArray table, int at, int pixel) {
        int perImage = table.get(at + 1);
        int columns = table.get(at + 2);
        int image = pixel / perImage;
        int rest = pixel - image * perImage;
        int y = rest / columns;
        int x = rest - y * columns;
        return table.get(at + 11) + x * table.get(at + 12) + y * table.get(at + 13) + image * table.get(at + 14);
    }
}
