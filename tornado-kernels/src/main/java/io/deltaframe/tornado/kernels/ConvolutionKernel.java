package io.deltaframe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Convolution as a product of matrices that are never made: a row of the kernel, all its columns and channels, is one run of
 * floats in a channels-last map, for a 7x7 stem as for a 1x1. A work group computes a tile of {@value #TILE} pixels by
 * {@value #TILE} output channels; for each {@value #DEPTH} floats of a run its items bring inputs and weights into local memory
 * together, neighbours reading neighbours; then each of the {@value #ITEMS} items adds to four pixels by four channels in
 * registers: eight reads of local memory for sixteen multiplications.
 */
public final class ConvolutionKernel {

    /** Work items a group. */
    static final int ITEMS = 256;
    /** Pixels and output channels a group. */
    static final int TILE = 64;
    /** Floats of a run in local memory at a time. */
    static final int DEPTH = 16;

    /** Floats from one place of a run to the next in local memory: one more than the tile, so that items writing different places do not meet in a bank. */
    private static final int STRIDE = TILE + 1;

    /** Bits of the flags. */
    static final int ADD = 1;
    static final int RELU = 2;

    private ConvolutionKernel() { }

    /**
     * Convolves, adds the bias and, if wanted, what the output held before, and applies ReLU if wanted.
     *
     * <p>Numbers: 0 pixels over all images, 1 pixels an image, 2 output columns, 3 input position of the first output's first tap,
     * 4 to 6 floats from an output's first tap to that of the next column, row, image, 7 floats from a row of taps to the next,
     * 8 rows of taps, 9 floats a run, 10 the same rounded up to {@value #DEPTH}, 11 output position, 12 to 14 floats to the output's next
     * column, row, image, 15 output channels, 16 the same rounded up to {@value #TILE}, 17 position of the weights (rows of taps x
     * rounded run x rounded channels, then the biases), 18 flags.
     *
     * @param context place in a grid of pixel tiles by channel tiles
     * @param maps    inputs and outputs
     * @param weights weights
     * @param table   numbers
     * @param step    which
     */
    public static void tdnConvolution(KernelContext context, FloatArray maps, FloatArray weights, IntArray table, int step) {
        float[] inputs = context.allocateFloatLocalArray(DEPTH * STRIDE);
        float[] factors = context.allocateFloatLocalArray(DEPTH * TILE);

        int at = step * Step.SIZE;
        int item = context.localIdx;
        int pixelTile = context.groupIdx * TILE;
        int channelTile = context.groupIdy * TILE;
        int pixels = table.get(at);
        int rowTaps = table.get(at + 7);
        int rows = table.get(at + 8);
        int run = table.get(at + 9);
        int paddedRun = table.get(at + 10);
        int paddedChannels = table.get(at + 16);
        int weightsAt = table.get(at + 17);

        // Loading, an item brings one place of the run for four pixels, and four places for one channel.
        int place = item % DEPTH;
        int pixel = item / DEPTH;
        int from0 = tdnFirstTap(table, at, pixelTile + pixel, pixels) + place;
        int from1 = tdnFirstTap(table, at, pixelTile + pixel + 16, pixels) + place;
        int from2 = tdnFirstTap(table, at, pixelTile + pixel + 32, pixels) + place;
        int from3 = tdnFirstTap(table, at, pixelTile + pixel + 48, pixels) + place;
        int toInput = place * STRIDE + pixel;
        int channel = item % TILE;
        int channelPlace = item / TILE;
        int toFactor = channelPlace * TILE + channel;

        // Computing, an item has pixels p, p + 16, p + 32, p + 48 and channels c, c + 16, c + 32, c + 48 of the tile.
        int c = item % 16;
        int p = item / 16;
        float s00 = 0, s01 = 0, s02 = 0, s03 = 0;
        float s10 = 0, s11 = 0, s12 = 0, s13 = 0;
        float s20 = 0, s21 = 0, s22 = 0, s23 = 0;
        float s30 = 0, s31 = 0, s32 = 0, s33 = 0;

        for (int row = 0; row < rows; row++) {
            int weightsRow = weightsAt + (row * paddedRun + channelPlace) * paddedChannels + channelTile + channel;
            for (int k = 0; k < paddedRun; k += DEPTH) {
                // Behind the run lie other pixels, or nothing yet: whatever it is must not be multiplied, not even by zero.
                boolean inside = k + place < run;
                int tap = row * rowTaps + k;
                inputs[toInput] = inside ? maps.get(from0 + tap) : 0f;
                inputs[toInput + 16] = inside ? maps.get(from1 + tap) : 0f;
                inputs[toInput + 32] = inside ? maps.get(from2 + tap) : 0f;
                inputs[toInput + 48] = inside ? maps.get(from3 + tap) : 0f;
                int weight = weightsRow + k * paddedChannels;
                factors[toFactor] = weights.get(weight);
                factors[toFactor + 4 * TILE] = weights.get(weight + 4 * paddedChannels);
                factors[toFactor + 8 * TILE] = weights.get(weight + 8 * paddedChannels);
                factors[toFactor + 12 * TILE] = weights.get(weight + 12 * paddedChannels);
                context.localBarrier();
                for (int d = 0; d < DEPTH; d++) {
                    int i = d * STRIDE + p;
                    int f = d * TILE + c;
                    float i0 = inputs[i];
                    float i1 = inputs[i + 16];
                    float i2 = inputs[i + 32];
                    float i3 = inputs[i + 48];
                    float f0 = factors[f];
                    float f1 = factors[f + 16];
                    float f2 = factors[f + 32];
                    float f3 = factors[f + 48];
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
                }
                context.localBarrier();
            }
        }

        int firstChannel = channelTile + c;
        tdnStore(maps, weights, table, at, pixelTile + p, firstChannel, s00, s01, s02, s03);
        tdnStore(maps, weights, table, at, pixelTile + p + 16, firstChannel, s10, s11, s12, s13);
        tdnStore(maps, weights, table, at, pixelTile + p + 32, firstChannel, s20, s21, s22, s23);
        tdnStore(maps, weights, table, at, pixelTile + p + 48, firstChannel, s30, s31, s32, s33);
    }

    /** Position of a pixel's first tap; pixels behind the last are computed like the last, and not stored. */
    private static int tdnFirstTap(IntArray table, int at, int wanted, int pixels) {
        int pixel = wanted < pixels ? wanted : pixels - 1;
        int perImage = table.get(at + 1);
        int columns = table.get(at + 2);
        int image = pixel / perImage;
        int rest = pixel - image * perImage;
        int y = rest / columns;
        int x = rest - y * columns;
        return table.get(at + 3) + x * table.get(at + 4) + y * table.get(at + 5) + image * table.get(at + 6);
    }

    /** Finishes and stores a pixel's four channels. */
    private static void tdnStore(FloatArray maps, FloatArray weights, IntArray table, int at, int pixel, int channel,
                                 float s0, float s1, float s2, float s3) {
        if (pixel < table.get(at)) {
            int perImage = table.get(at + 1);
            int columns = table.get(at + 2);
            int image = pixel / perImage;
            int rest = pixel - image * perImage;
            int y = rest / columns;
            int x = rest - y * columns;
            int out = table.get(at + 11) + x * table.get(at + 12) + y * table.get(at + 13) + image * table.get(at + 14) + channel;
            int bias = table.get(at + 17) + table.get(at + 8) * table.get(at + 10) * table.get(at + 16) + channel;
            int channels = table.get(at + 15);
            int flags = table.get(at + 18);
            if (channel < channels) {
                tdnFinish(maps, out, s0 + weights.get(bias), flags);
            }
            if (channel + 16 < channels) {
                tdnFinish(maps, out + 16, s1 + weights.get(bias + 16), flags);
            }
            if (channel + 32 < channels) {
                tdnFinish(maps, out + 32, s2 + weights.get(bias + 32), flags);
            }
            if (channel + 48 < channels) {
                tdnFinish(maps, out + 48, s3 + weights.get(bias + 48), flags);
            }
        }
    }

    private static void tdnFinish(FloatArray maps, int out, float sum, int flags) {
        float value = sum;
        if ((flags & ADD) != 0) {
            value += maps.get(out);
        }
        if ((flags & RELU) != 0) {
            value = TornadoMath.max(value, 0f);
        }
        maps.set(out, value);
    }
}
