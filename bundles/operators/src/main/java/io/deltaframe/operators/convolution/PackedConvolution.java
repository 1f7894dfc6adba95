package io.deltaframe.operators.convolution;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;

import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.operators.tile.Im2colBuffer;
import io.deltaframe.operators.tile.Tile;
import io.deltaframe.operators.tile.Tiles;
import io.deltaframe.tdn.Convolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * A convolution with its weights in the order the tiles read them: {@linkplain WeightPanel panels} of output channels;
 * in a panel the rows of the kernel; in a row all its inputs, columns and channels, as they follow each other in a
 * channels-last map. Immutable; shared by all threads.
 */
public final class PackedConvolution implements SpatialConvolution, ScaleConvolution {

    /**
     * Inputs are rounded up to a multiple of this for the tiles; a weight of zero meets what comes behind the last one.
     */
    private static final int UNROLLED = Tiles.MOST_INPUTS_PER_TURN;

    /**
     * What a convolution is added to gets the bias in a pass of its own, which also fetches it, where there are fewer
     * inputs than this and more floats of output (1 MB). Elsewhere the bias is the weight of one more input that is
     * always 1: up to 20 % faster.
     */
    private static final int DEEP = 256;
    private static final int CACHED = 1 << 18;

    /**
     * Inputs of pixels where they lie that are taken at once: with 16 registers, their weights stay in the first-level
     * cache.
     */
    private static final int DEPTH_IN_PLACE = Lanes.WIDE_REGISTER_FILE ? Integer.MAX_VALUE : 256;

    final int inChannels;
    public final int outChannels;
    public final int kernel;
    public final int stride;
    public final int padding;

    private final List<WeightPanel> panels = new ArrayList<>();
    private final int blocks;
    private final int pixelsPerTile;
    /** Floats of a row of the window, and of the whole window. */
    private final int run;
    private final int window;
    /** The same, rounded up for the tiles, and with the bias behind it. */
    private final int depth;
    /** Floats from a pixel to the next in the input. */
    private final int distance;
    /** Whether pixels that lie like that need not be gathered. */
    private final boolean inPlace;
    private final float[] bias;

    /**
     * Packs a convolution.
     *
     * @param shape    sizes; groups must be 1
     * @param weights  {@code out x in x kernel x kernel} and a bias each
     * @param inStride floats from a pixel to the next in the input: at least the channels in
     * @param store    where the weights go
     */
    public PackedConvolution(Convolution shape, Convolution.Weights weights, int inStride, WeightStore store) {
        this.inChannels = shape.inChannels();
        this.outChannels = shape.outChannels();
        this.kernel = shape.kernel();
        this.stride = shape.stride();
        this.padding = shape.padding();
        this.run = run(shape, inStride);
        this.window = kernel * run;
        this.depth = depth(shape, inStride);
        this.distance = inStride;
        this.inPlace = store.isLarge() && kernel == 1 && stride == 1 && inChannels % UNROLLED == 0;
        int place = store.reserve(floats(shape, inStride));
        int vectors = Lanes.padded(outChannels) / L;
        for (int before = 0; before < vectors; ) {
            Tile tile = Tiles.gathered(vectors - before, store.isLarge());
            int many = Tiles.blocks(tile, vectors - before);
            WeightPanel panel = new WeightPanel(tile, inPlace ? Tiles.at(tile, inStride) : null, before, many, depth,
                    store.data, place);
            panels.add(panel);
            before += many * tile.vectors();
            place += panel.floats();
        }
        this.blocks = panels.stream().mapToInt(WeightPanel::blocks).sum();
        this.pixelsPerTile = panels.stream().mapToInt(WeightPanel::pixelsPerTile)
                .reduce(1, PackedConvolution::commonMultiple);
        this.bias = Arrays.copyOf(weights.bias(), vectors * L);
        panels.forEach(panel -> pack(panel, weights.weight(), weights.bias(), inStride));
    }

    /**
     * {@return floats the packed weights of a convolution take}
     *
     * @param shape    sizes
     * @param inStride floats from a pixel to the next in the input
     */
    public static long floats(Convolution shape, int inStride) {
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

    private static int commonMultiple(int a, int b) {
        int multiple = a;
        while (multiple % b != 0) {
            multiple += a;
        }
        return multiple;
    }

    private void pack(WeightPanel panel, float[] oihw, float[] biases, int inStride) {
        for (int o = 0; o < outChannels; o++) {
            if (!panel.has(o)) {
                continue;
            }
            panel.setBias(o, biases[o]);
            panel.set(o, depth - UNROLLED, biases[o]);
            for (int i = 0; i < inChannels; i++) {
                for (int ky = 0; ky < kernel; ky++) {
                    for (int kx = 0; kx < kernel; kx++) {
                        panel.set(o, ky * run + kx * inStride + i,
                                oihw[((o * inChannels + i) * kernel + ky) * kernel + kx]);
                    }
                }
            }
        }
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
    public long floats() {
        return (long) outStride() * depth;
    }

    /** {@return output pixels computed at once by every tile} */
    public int pixelsPerTile() {
        return pixelsPerTile;
    }

    /** {@return blocks of output channels} */
    public int blocks() {
        return blocks;
    }

    /** {@return floats the output of a pixel takes} */
    int outStride() {
        return bias.length;
    }

    /** {@return panels of weights, each with its tile} */
    public List<WeightPanel> panels() {
        return panels;
    }

    /**
     * Computes some blocks of output channels of some pixels. Blocks go outside, so that a block's weights are read
     * once for all the pixels while those stay in the cache.
     *
     * <p>The last tile may overhang the grid, whose tables repeat the last pixel there: it is computed again and
     * written again with the same values. So that no tile overhangs into pixels of another task, {@code from} must be a
     * multiple of {@link #pixelsPerTile}, and {@code to} too or the end of the grid.
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
     * @param buffer    where the running thread gathers
     */
    public void run(float[] in, int inOffset, PixelGrid grid, int from, int to, int fromBlock, int toBlock, float[] out,
            int[] outBase, int outFrom, int outOffset, boolean relu, Im2colBuffer.ThreadBuffer buffer) {
        int direct = 0;
        if (inPlace && grid.distance == distance) {
            direct = (to - from) / pixelsPerTile * pixelsPerTile;
            runInPlace(in, grid.inBase[from] + inOffset, direct, fromBlock, toBlock, out, outBase, outFrom, outOffset,
                    relu);
        }
        run(null, 0, false, in, inOffset, grid, from + direct, to, fromBlock, toBlock, out, outBase, outFrom + direct,
                outOffset, relu, buffer);
    }

    /** Whole tiles of pixels, where they are. */
    private void runInPlace(float[] in, int x, int pixels, int fromBlock, int toBlock, float[] out, int[] outBase,
            int u, int outOffset, boolean relu) {
        for (int done = 0; done < window; done += DEPTH_IN_PLACE) {
            int inputs = Math.min(DEPTH_IN_PLACE, window - done);
            multiply(true, in, x + done, pixels, done, inputs, false, fromBlock, toBlock, done == 0 ? null : out,
                    outOffset, out, outBase, u, outOffset, relu && done + inputs == window);
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
     * @param buffer         where the running thread gathers
     */
    public void runWithResidual(float[] residual, int residualOffset, float[] in, int inOffset, PixelGrid grid,
            int from, int to, int fromBlock, int toBlock, float[] out, int outOffset, boolean relu,
            Im2colBuffer.ThreadBuffer buffer) {
        if (window >= DEEP || grid.pixels * (long) outStride() <= CACHED) {
            run(residual, residualOffset, true, in, inOffset, grid, from, to, fromBlock, toBlock, out, grid.outBase,
                    from, outOffset, relu, buffer);
            return;
        }
        addBias(residual, residualOffset, grid.outBase, from, to, out, outOffset, firstChannel(fromBlock),
                firstChannel(toBlock));
        run(out, outOffset, false, in, inOffset, grid, from, to, fromBlock, toBlock, out, grid.outBase, from, outOffset,
                relu, buffer);
    }

    /** The first output channel of a block. */
    private int firstChannel(int block) {
        int channel = 0;
        int left = block;
        for (WeightPanel panel : panels) {
            int many = Math.min(left, panel.blocks());
            channel += many * panel.lanes();
            left -= many;
        }
        return channel;
    }

    /** Begins with the bias where {@code start} is null, else with that; {@code biased} adds the bias to it. */
    private void run(float[] start, int startOffset, boolean biased, float[] in, int inOffset, PixelGrid grid, int from,
            int to, int fromBlock, int toBlock, float[] out, int[] outBase, int outFrom, int outOffset, boolean relu,
            Im2colBuffer.ThreadBuffer buffer) {
        for (int t = from; t < to; t += Im2colBuffer.PIXELS) {
            int pixels = Math.min(Im2colBuffer.PIXELS, to - t);
            int most = Math.min(Im2colBuffer.PIXELS, Math.ceilDiv(pixels, pixelsPerTile) * pixelsPerTile);
            for (int done = 0; done < window; done += Im2colBuffer.DEPTH) {
                int length = Math.min(Im2colBuffer.DEPTH, window - done);
                boolean last = done + length == window;
                gather(in, inOffset, grid, t, most, done, length, buffer);
                if (last && biased) {
                    buffer.putOne(most, rounded(length));
                }
                boolean first = done == 0;
                multiply(false, buffer.data, buffer.first, pixels, done, rounded(length), last && biased, fromBlock,
                        toBlock, first ? start : out, first ? startOffset : outOffset, out, outBase, outFrom + t - from,
                        outOffset, relu && last);
            }
        }
    }

    /** Row by row, because what is copied past the end of a row is overwritten by the next one. */
    private void gather(float[] in, int inOffset, PixelGrid grid, int first, int pixels, int from, int length,
            Im2colBuffer.ThreadBuffer buffer) {
        int rowLength;
        for (int i = 0; i < length; i += rowLength) {
            int row = (from + i) / run;
            int column = (from + i) % run;
            rowLength = Math.min(run - column, length - i);
            buffer.gather(in, grid.inBase, first, pixels, inOffset + row * grid.inRow + column, rowLength, i);
        }
    }

    /** {@link WeightPanel#multiply} of all panels that have some of the blocks. */
    private void multiply(boolean inPlace, float[] in, int x, int pixels, int done, int inputs, boolean ones,
            int fromBlock, int toBlock, float[] start, int startOffset, float[] out, int[] outBase, int u,
            int outOffset, boolean relu) {
        int before = 0;
        for (int i = 0; i < panels.size(); i++) {
            WeightPanel panel = panels.get(i);
            int first = Math.max(0, fromBlock - before);
            int end = Math.min(panel.blocks(), toBlock - before);
            if (first < end) {
                panel.multiply(inPlace, in, x, pixels, done, inputs, ones, first, end, start, startOffset, out, outBase,
                        u, outOffset, relu);
            }
            before += panel.blocks();
        }
    }

    /**
     * Computes tiles of zeros, for the compiler's sake; where pixels need not be gathered.
     *
     * @param panel  whose tiles
     * @param calls  how many, of gathered pixels and of pixels where they lie
     * @param inputs of each tile, a multiple of {@link Tiles#MOST_INPUTS_PER_TURN}
     */
    public void warmUp(WeightPanel panel, int calls, int inputs) {
        panel.warmUp(calls, Math.min(inputs, window), distance);
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
