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
final class PackedConvolution implements SpatialConvolution, ScaleConvolution {

    /** Tiles take inputs by as many; a weight of zero meets what comes behind the last one. */
    private static final int UNROLLED = 4;

    /**
     * What a convolution is added to gets the bias in a pass of its own, which also fetches it, where there are fewer inputs than this
     * and more floats of output (1 MB). Elsewhere the bias is the weight of one more input that is always 1: up to 20 % faster.
     */
    private static final int DEEP = 256;
    private static final int CACHED = 1 << 18;

    final int inChannels;
    final int outChannels;
    final int kernel;
    final int stride;
    final int padding;

    private final int vectors;
    private final int blocks;
    /** Floats of a row of the window, and of the whole window. */
    private final int run;
    private final int window;
    /** The same, rounded up for the tiles, and with the bias behind it. */
    private final int depth;
    /** Whether tiles for 32 vector registers are used. */
    private final boolean wide;
    private final int pixelsPerTile;
    /** Floats from a pixel to the next in the input, and tiles for pixels that lie like that, or null. */
    private final int distance;
    private final PixelTiles pixelTiles;
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
        this.run = run(shape, inStride);
        this.window = kernel * run;
        this.depth = depth(shape, inStride);
        this.weights = store.data;
        this.first = store.reserve(floats(shape, inStride));
        this.wide = Lanes.WIDE_REGISTER_FILE && (vectors > 1 || store.isLarge());
        this.pixelsPerTile = pixelsPerTile(vectors, wide);
        this.distance = inStride;
        // Even, because the tile for one vector takes inputs by twos
        this.pixelTiles = wide && store.isLarge() && kernel == 1 && stride == 1 && inChannels % 2 == 0
                ? PixelTiles.of(inStride) : null;
        pack(weights.weight(), weights.bias(), inStride);
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
        return (long) Lanes.padded(shape.outChannels()) * depth(shape, inStride);
    }

    /** Of a single pixel, channels that are padding can be left out. */
    private static int run(Convolution shape, int inStride) {
        return shape.kernel() == 1 ? shape.inChannels() : shape.kernel() * inStride;
    }

    private static int depth(Convolution shape, int inStride) {
        return rounded(shape.kernel() * run(shape, inStride)) + UNROLLED;
    }

    private static int rounded(int inputs) {
        return Math.ceilDiv(inputs, UNROLLED) * UNROLLED;
    }

    private static int pixelsPerTile(int vectors, boolean wide) {
        return switch (vectors) {
            case 4 -> 6;
            case 2 -> wide ? 12 : 6;
            default -> wide ? 12 : 8;
        };
    }

    private void pack(float[] oihw, float[] biases, int inStride) {
        int lanes = vectors * L;
        for (int o = 0; o < outChannels; o++) {
            int block = first + o / lanes * depth * lanes + o % lanes;
            weights[block + (depth - UNROLLED) * lanes] = biases[o];
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

    /** {@return floats of weights} */
    long floats() {
        return (long) outStride() * depth;
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
     * @param desk      where the running thread gathers
     */
    void run(float[] in, int inOffset, PixelGrid grid, int from, int to, int fromBlock, int toBlock, float[] out, int[] outBase,
             int outFrom, int outOffset, boolean relu, GatherRoom.Desk desk) {
        int there = 0;
        if (pixelTiles != null && grid.distance == distance) {
            there = (to - from) / pixelsPerTile * pixelsPerTile;
            runThere(in, grid.inBase[from] + inOffset, there, fromBlock, toBlock, out, outBase, outFrom, outOffset, relu);
        }
        run(null, 0, false, in, inOffset, grid, from + there, to, fromBlock, toBlock, out, outBase, outFrom + there, outOffset, relu, desk);
    }

    /** Whole tiles of pixels, where they are. */
    private void runThere(float[] in, int x, int pixels, int fromBlock, int toBlock, float[] out, int[] outBase, int u, int outOffset,
                          boolean relu) {
        int lanes = vectors * L;
        float floor = relu ? 0f : Float.NEGATIVE_INFINITY;
        for (int block = fromBlock; block < toBlock; block++) {
            tilesThere(in, x, pixels, window, first + block * depth * lanes, block * pixelsPerTile * lanes, out, outBase, u,
                    outOffset + block * lanes, floor);
        }
    }

    private void tilesThere(float[] in, int x, int pixels, int length, int weight, int start, float[] out, int[] outBase, int u,
                            int channel, float floor) {
        switch (vectors) {
            case 4 -> pixelTiles.run6x4(in, x, pixels, length, weights, weight, tileBias, biasBase, start, out, outBase, u, channel,
                    floor);
            case 2 -> pixelTiles.run12x2(in, x, pixels, length, weights, weight, tileBias, biasBase, start, out, outBase, u, channel,
                    floor);
            default -> pixelTiles.run12x1(in, x, pixels, length, weights, weight, tileBias, biasBase, start, out, outBase, u, channel,
                    floor);
        }
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
     * @param desk           where the running thread gathers
     */
    void runOnto(float[] residual, int residualOffset, float[] in, int inOffset, PixelGrid grid, int from, int to, int fromBlock,
                 int toBlock, float[] out, int outOffset, boolean relu, GatherRoom.Desk desk) {
        if (window >= DEEP || grid.pixels * (long) outStride() <= CACHED) {
            run(residual, residualOffset, true, in, inOffset, grid, from, to, fromBlock, toBlock, out, grid.outBase, from, outOffset, relu,
                    desk);
            return;
        }
        int lanes = vectors * L;
        addBias(residual, residualOffset, grid.outBase, from, to, out, outOffset, fromBlock * lanes, toBlock * lanes);
        run(out, outOffset, false, in, inOffset, grid, from, to, fromBlock, toBlock, out, grid.outBase, from, outOffset, relu, desk);
    }

    /** Begins with the bias where {@code start} is null, else with that; {@code biased} adds the bias to it. */
    private void run(float[] start, int startOffset, boolean biased, float[] in, int inOffset, PixelGrid grid, int from, int to,
                     int fromBlock, int toBlock, float[] out, int[] outBase, int outFrom, int outOffset, boolean relu,
                     GatherRoom.Desk desk) {
        for (int t = from; t < to; t += GatherRoom.PIXELS) {
            int pixels = Math.min(GatherRoom.PIXELS, Math.ceilDiv(to - t, pixelsPerTile) * pixelsPerTile);
            for (int done = 0; done < window; done += GatherRoom.DEPTH) {
                int length = Math.min(GatherRoom.DEPTH, window - done);
                boolean last = done + length == window;
                gather(in, inOffset, grid, t, pixels, done, length, desk);
                int inputs = rounded(length);
                if (last && biased) {
                    desk.putOne(pixels, inputs);
                    inputs += biasInputs();
                }
                float floor = last && relu ? 0f : Float.NEGATIVE_INFINITY;
                int u = outFrom + t - from;
                if (done > 0) {
                    multiply(desk, pixels, done, inputs, fromBlock, toBlock, out, outOffset, out, outBase, u, outOffset, floor);
                } else {
                    multiply(desk, pixels, done, inputs, fromBlock, toBlock, start, startOffset, out, outBase, u, outOffset, floor);
                }
            }
        }
    }

    /** Inputs that the bias takes: as many as the tile takes at once. */
    private int biasInputs() {
        if (vectors == 1) {
            return UNROLLED;
        }
        return wide ? 1 : 2;
    }

    /** Row by row, because what is copied past the end of a row is overwritten by the next one. */
    private void gather(float[] in, int inOffset, PixelGrid grid, int first, int pixels, int from, int length, GatherRoom.Desk desk) {
        int rowLength;
        for (int i = 0; i < length; i += rowLength) {
            int row = (from + i) / run;
            int column = (from + i) % run;
            rowLength = Math.min(run - column, length - i);
            desk.gather(in, grid.inBase, first, pixels, inOffset + row * grid.inRow + column, rowLength, i);
        }
    }

    /** The pixels in the room, with so many inputs that come after {@code done} of the window. */
    private void multiply(GatherRoom.Desk desk, int pixels, int done, int inputs, int fromBlock, int toBlock, float[] start,
                          int startOffset, float[] out, int[] outBase, int u, int outOffset, float floor) {
        int lanes = vectors * L;
        float[] room = desk.data;
        for (int block = fromBlock; block < toBlock; block++) {
            int channel = outOffset + block * lanes;
            int weight = first + (block * depth + done) * lanes;
            for (int p = 0; p < pixels; p += pixelsPerTile) {
                int x = desk.first + p * GatherRoom.STRIDE;
                if (start != null) {
                    tile(room, x, inputs, weight, start, outBase, u + p, startOffset + block * lanes, out, outBase, u + p, channel,
                            floor);
                } else {
                    tile(room, x, inputs, weight, tileBias, biasBase, 0, block * pixelsPerTile * lanes, out, outBase, u + p, channel,
                            floor);
                }
            }
        }
    }

    private void tile(float[] in, int x, int length, int weight, float[] init, int[] initBase, int i, int initOffset, float[] out,
                      int[] outBase, int u, int channel, float floor) {
        switch (vectors) {
            case 4 -> WideTiles.tile6x4(in, x, length, weights, weight, init, initBase, i, initOffset, out, outBase, u, channel, floor);
            case 2 -> {
                if (wide) {
                    WideTiles.tile12x2(in, x, length, weights, weight, init, initBase, i, initOffset, out, outBase, u, channel, floor);
                } else {
                    NarrowTiles.tile6x2(in, x, length, weights, weight, init, initBase, i, initOffset, out, outBase, u, channel, floor);
                }
            }
            default -> {
                if (wide) {
                    WideTiles.tile12x1(in, x, length, weights, weight, init, initBase, i, initOffset, out, outBase, u, channel, floor);
                } else {
                    NarrowTiles.tile8x1(in, x, length, weights, weight, init, initBase, i, initOffset, out, outBase, u, channel, floor);
                }
            }
        }
    }

    /** {@return whether there are {@link PixelTiles} for this convolution} */
    boolean hasPixelTiles() {
        return pixelTiles != null;
    }

    /** {@return which tile computes this convolution: those with the same share it} */
    Tile tile() {
        return new Tile(vectors, distance);
    }

    /**
     * A tile of {@link PixelTiles}.
     *
     * @param vectors  of output channels
     * @param distance floats between pixels
     */
    record Tile(int vectors, int distance) { }

    /**
     * Computes tiles of zeros with the first few weights, for the compiler's sake; where there are {@link PixelTiles}.
     *
     * @param calls  how many tiles, of gathered pixels and of pixels where they lie
     * @param inputs of each tile, even; at most the convolution's own
     */
    void rehearse(int calls, int inputs) {
        int length = Math.min(inputs, window / 2 * 2);
        float[] in = new float[WeightStore.LEAD + pixelsPerTile * Math.max(GatherRoom.STRIDE, distance)];
        float[] out = new float[pixelsPerTile * vectors * L];
        for (int i = 0; i < calls; i++) {
            tile(in, WeightStore.LEAD, length, first, tileBias, biasBase, 0, 0, out, biasBase, 0, 0, 0f);
            tilesThere(in, 0, pixelsPerTile, length, first, 0, out, biasBase, 0, 0, 0f);
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
