package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;

import io.deltaframe.tdn.Convolution;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * A convolution with its weights in the order the tiles read them: blocks of one, two or four vectors of output channels; in a
 * block the rows of the kernel; in a row all its inputs, columns and channels, as they follow each other in a channels-last
 * map. Immutable; shared by all threads.
 */
final class PackedConvolution implements SpatialConvolution {

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
    private final int first;
    private final float[] bias;
    /** Of each block, the bias of its channels as often as a tile has pixels: a tile's start values. */
    private final float[] tileBias;
    private final int[] biasBase;

    /**
     * Packs a convolution.
     *
     * @param shape    sizes; groups must be 1
     * @param weights  {@code out x in x kernel x kernel} and a bias each
     * @param inStride floats from a pixel to the next in the input: at least the channels in
     * @param store    where the weights go
     */
    PackedConvolution(Convolution shape, Convolution.Weights weights, int inStride, WeightStore store) {
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
        this.weights = store.data;
        this.first = store.reserve(floats(shape, inStride));
        pack(weights.weight(), inStride);
        this.bias = Arrays.copyOf(weights.bias(), all * L);
        this.tileBias = replicate(weights.bias());
        this.biasBase = new int[pixelsPerTile];
        for (int p = 0; p < pixelsPerTile; p++) {
            biasBase[p] = p * vectors * L;
        }
    }

    /**
     * {@return floats the packed weights of a convolution take}
     *
     * @param shape    sizes
     * @param inStride floats from a pixel to the next in the input
     */
    static long floats(Convolution shape, int inStride) {
        return (long) Lanes.padded(shape.outChannels()) * shape.kernel() * shape.kernel() * inStride;
    }

    private void pack(float[] oihw, int inStride) {
        int lanes = vectors * L;
        for (int o = 0; o < outChannels; o++) {
            int block = first + o / lanes * kernel * run * lanes + o % lanes;
            for (int i = 0; i < inChannels; i++) {
                for (int ky = 0; ky < kernel; ky++) {
                    for (int kx = 0; kx < kernel; kx++) {
                        weights[block + (ky * run + kx * inStride + i) * lanes] =
                                oihw[((o * inChannels + i) * kernel + ky) * kernel + kx];
                    }
                }
            }
        }
    }

    private float[] replicate(float[] values) {
        int lanes = vectors * L;
        float[] all = new float[blocks * pixelsPerTile * lanes];
        for (int o = 0; o < outChannels; o++) {
            for (int p = 0; p < pixelsPerTile; p++) {
                all[(o / lanes * pixelsPerTile + p) * lanes + o % lanes] = values[o];
            }
        }
        return all;
    }

    @Override
    public int outChannels() {
        return outChannels;
    }

    @Override
    public int stride() {
        return stride;
    }

    /** {@return floats a pixel's window has in the input, padding of channels included: the length of the sum} */
    int depth() {
        return kernel * run;
    }

    /** {@return output pixels computed at once} */
    int pixelsPerTile() {
        return pixelsPerTile;
    }

    /** {@return blocks of output channels} */
    int blocks() {
        return blocks;
    }

    /** {@return floats the output of a pixel takes} */
    int outStride() {
        return blocks * vectors * L;
    }

    /**
     * Computes some blocks of output channels of some pixels. Blocks go outside, so that a block's weights are read once for all
     * the pixels while those stay in the cache.
     *
     * <p>The last tile may overhang the grid, whose tables repeat the last pixel there: it is computed again and written again
     * with the same values. So that no tile overhangs into pixels of another task, {@code from} must be a multiple of
     * {@link #pixelsPerTile}, and {@code to} too or the end of the grid.
     *
     * @param in        the input
     * @param inOffset  added to positions of the input
     * @param grid      positions of the input
     * @param from      first pixel of the grid
     * @param to        pixel after the last
     * @param fromBlock first block of output channels
     * @param toBlock   block after the last
     * @param out       the output
     * @param outBase   positions of the output; may be a table of its own for a scratch array
     * @param outFrom   place of {@code from} in that table; the table goes on for a tile past its last pixel
     * @param outOffset added to positions of the output
     * @param relu      whether negative results become zero
     */
    void run(float[] in, int inOffset, PixelGrid grid, int from, int to, int fromBlock, int toBlock, float[] out, int[] outBase,
             int outFrom, int outOffset, boolean relu) {
        run(in, inOffset, grid, from, to, fromBlock, toBlock, out, outBase, outFrom, outOffset, false, relu);
    }

    /**
     * Computes some blocks of output channels of some pixels, added to others: a residual, or another branch.
     *
     * @param residual       what is added; may be the output itself
     * @param residualOffset added to positions of the output
     * @param in             the input
     * @param inOffset       added to positions of the input
     * @param grid           positions of input and output
     * @param from           first pixel of the grid
     * @param to             pixel after the last
     * @param fromBlock      first block of output channels
     * @param toBlock        block after the last
     * @param out            the output
     * @param outOffset      added to positions of the output
     * @param relu           whether negative results become zero
     */
    void runOnto(float[] residual, int residualOffset, float[] in, int inOffset, PixelGrid grid, int from, int to, int fromBlock,
                 int toBlock, float[] out, int outOffset, boolean relu) {
        int lanes = vectors * L;
        addBias(residual, residualOffset, grid.outBase, from, to, out, outOffset, fromBlock * lanes, toBlock * lanes);
        run(in, inOffset, grid, from, to, fromBlock, toBlock, out, grid.outBase, from, outOffset, true, relu);
    }

    private void run(float[] in, int inOffset, PixelGrid grid, int from, int to, int fromBlock, int toBlock, float[] out,
                     int[] outBase, int outFrom, int outOffset, boolean started, boolean relu) {
        int lanes = vectors * L;
        for (int block = fromBlock; block < toBlock; block++) {
            int channel = outOffset + block * lanes;
            int blockWeights = first + block * kernel * run * lanes;
            int blockBias = block * pixelsPerTile * lanes;
            for (int t = from; t < to; t += pixelsPerTile) {
                int u = outFrom + t - from;
                for (int ky = 0; ky < kernel; ky++) {
                    float floor = relu && ky == kernel - 1 ? 0f : Float.NEGATIVE_INFINITY;
                    int at = inOffset + ky * grid.inRow;
                    int weight = blockWeights + ky * run * lanes;
                    if (ky == 0 && !started) {
                        tile(in, grid.inBase, t, at, weight, tileBias, biasBase, 0, blockBias, out, outBase, u, channel, floor);
                    } else {
                        tile(in, grid.inBase, t, at, weight, out, outBase, u, channel, out, outBase, u, channel, floor);
                    }
                }
            }
        }
    }

    private void tile(float[] in, int[] inBase, int t, int inOffset, int weight, float[] init, int[] initBase, int i,
                      int initOffset, float[] out, int[] outBase, int u, int channel, float floor) {
        if (vectors == 4) {
            WideTiles.tile6x4(in, inBase, t, inOffset, run, weights, weight, init, initBase, i, initOffset,
                    out, outBase, u, channel, floor);
        } else if (vectors == 1) {
            NarrowTiles.tile12x1(in, inBase, t, inOffset, run, weights, weight, init, initBase, i, initOffset,
                    out, outBase, u, channel, floor);
        } else if (Lanes.WIDE_REGISTER_FILE) {
            WideTiles.tile12x2(in, inBase, t, inOffset, run, weights, weight, init, initBase, i, initOffset,
                    out, outBase, u, channel, floor);
        } else {
            NarrowTiles.tile6x2(in, inBase, t, inOffset, run, weights, weight, init, initBase, i, initOffset,
                    out, outBase, u, channel, floor);
        }
    }

    /** Pixel by pixel and not tile by tile, so that memory is read in the order in which it lies, and fetched ahead. */
    private void addBias(float[] residual, int residualOffset, int[] base, int from, int to, float[] out, int outOffset,
                         int fromChannel, int toChannel) {
        for (int p = from; p < to; p++) {
            int r = base[p] + residualOffset;
            int o = base[p] + outOffset;
            for (int c = fromChannel; c < toChannel; c += L) {
                FloatVector.fromArray(SPECIES, residual, r + c).add(FloatVector.fromArray(SPECIES, bias, c))
                        .intoArray(out, o + c);
            }
        }
    }
}
