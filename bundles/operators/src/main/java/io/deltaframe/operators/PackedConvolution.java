package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;

import io.deltaframe.tdn.Convolution;
import jdk.incubator.vector.FloatVector;

/**
 * A convolution with its weights in the order the tiles read them: blocks of one, two or four vectors of output channels; in a
 * block the rows of the kernel; in a row all its inputs, columns and channels, as they follow each other in a channels-last
 * map. Immutable; shared by all threads.
 */
final class PackedConvolution {

    final int inChannels;
    final int outChannels;
    final int kernel;
    final int stride;
    final int padding;

    private final int vectors;
    private final int blocks;
    private final int run;
    private final int pixelsPerTile;
    private final float[] weights;
    private final float[] bias;

    /**
     * Packs a convolution.
     *
     * @param shape    sizes; groups must be 1
     * @param weights  {@code out x in x kernel x kernel} and a bias each
     * @param inStride floats from a pixel to the next in the input: at least the channels in
     */
    PackedConvolution(Convolution shape, Convolution.Weights weights, int inStride) {
        this.inChannels = shape.inChannels();
        this.outChannels = shape.outChannels();
        this.kernel = shape.kernel();
        this.stride = shape.stride();
        this.padding = shape.padding();
        int all = Lanes.padded(outChannels) / L;
        this.vectors = Lanes.WIDE_REGISTER_FILE && all % 4 == 0 ? 4 : all % 2 == 0 ? 2 : 1;
        this.blocks = all / vectors;
        this.run = kernel * inStride;
        this.pixelsPerTile = vectors == 4 ? 6 : vectors == 1 || Lanes.WIDE_REGISTER_FILE ? 12 : 6;
        this.weights = pack(weights.weight(), inStride);
        this.bias = java.util.Arrays.copyOf(weights.bias(), all * L);
    }

    private float[] pack(float[] oihw, int inStride) {
        float[] packed = new float[Math.multiplyExact(blocks * vectors * L, kernel * run)];
        int lanes = vectors * L;
        for (int o = 0; o < outChannels; o++) {
            int block = o / lanes * kernel * run * lanes + o % lanes;
            for (int i = 0; i < inChannels; i++) {
                for (int ky = 0; ky < kernel; ky++) {
                    for (int kx = 0; kx < kernel; kx++) {
                        packed[block + (ky * run + kx * inStride + i) * lanes] =
                                oihw[((o * inChannels + i) * kernel + ky) * kernel + kx];
                    }
                }
            }
        }
        return packed;
    }

    /** {@return floats a pixel's window has in the input, padding of channels included: the length of the sum} */
    int depth() {
        return kernel * run;
    }

    /** {@return output pixels computed at once} */
    int pixelsPerTile() {
        return pixelsPerTile;
    }

    /** {@return floats the output of a pixel takes} */
    int outStride() {
        return blocks * vectors * L;
    }

    /** What the outputs hold before the sum. */
    enum Start {
        /** The bias. */
        BIAS,
        /** What is there already, and the bias: a residual, or another branch. */
        ADD_BIAS
    }

    /**
     * Computes all output channels of some pixels. Blocks of output channels go outside, so that a block's weights are read
     * once for all the pixels while those stay in the cache.
     *
     * <p>The last tile may overhang the grid, whose tables repeat the last pixel there: it is computed again and written again
     * with the same values. So that no tile overhangs into pixels of another task, {@code from} must be a multiple of
     * {@link #pixelsPerTile}, and {@code to} too or the end of the grid.
     *
     * @param in       the input
     * @param inOffset added to positions of the input
     * @param grid     positions of the input
     * @param from     first pixel of the grid
     * @param to       pixel after the last
     * @param out      the output
     * @param outBase  positions of the output; may be a table of its own for a scratch array
     * @param outFrom  place of {@code from} in that table; the table goes on for a tile past its last pixel
     * @param outOffset added to positions of the output
     * @param start    what the outputs hold before the sum
     * @param relu     whether negative results become zero
     */
    void run(float[] in, int inOffset, PixelGrid grid, int from, int to, float[] out, int[] outBase, int outFrom,
             int outOffset, Start start, boolean relu) {
        int lanes = vectors * L;
        for (int block = 0; block < blocks; block++) {
            int channel = outOffset + block * lanes;
            int blockWeights = block * kernel * run * lanes;
            for (int t = from; t < to; t += pixelsPerTile) {
                int u = outFrom + t - from;
                int pixels = Math.min(pixelsPerTile, to - t);
                start(start, out, outBase, u, pixels, channel, block * lanes);
                for (int ky = 0; ky < kernel; ky++) {
                    tile(in, grid.inBase, t, inOffset + ky * grid.inRow, blockWeights + ky * run * lanes,
                            out, outBase, u, channel);
                }
                if (relu) {
                    relu(out, outBase, u, pixels, channel);
                }
            }
        }
    }

    private void tile(float[] in, int[] inBase, int t, int inOffset, int weight, float[] out, int[] outBase, int u, int channel) {
        if (vectors == 4) {
            WideTiles.tile6x4(in, inBase, t, inOffset, run, weights, weight, out, outBase, u, channel);
        } else if (vectors == 1) {
            NarrowTiles.tile12x1(in, inBase, t, inOffset, run, weights, weight, out, outBase, u, channel);
        } else if (Lanes.WIDE_REGISTER_FILE) {
            WideTiles.tile12x2(in, inBase, t, inOffset, run, weights, weight, out, outBase, u, channel);
        } else {
            NarrowTiles.tile6x2(in, inBase, t, inOffset, run, weights, weight, out, outBase, u, channel);
        }
    }

    private void start(Start start, float[] out, int[] outBase, int u, int pixels, int channel, int biasOffset) {
        for (int v = 0; v < vectors * L; v += L) {
            FloatVector b = FloatVector.fromArray(SPECIES, bias, biasOffset + v);
            for (int p = 0; p < pixels; p++) {
                int o = outBase[u + p] + channel + v;
                (start == Start.BIAS ? b : b.add(FloatVector.fromArray(SPECIES, out, o))).intoArray(out, o);
            }
        }
    }

    private void relu(float[] out, int[] outBase, int u, int pixels, int channel) {
        for (int p = 0; p < pixels; p++) {
            int o = outBase[u + p] + channel;
            for (int v = 0; v < vectors * L; v += L) {
                FloatVector.fromArray(SPECIES, out, o + v).max(0f).intoArray(out, o + v);
            }
        }
    }
}
