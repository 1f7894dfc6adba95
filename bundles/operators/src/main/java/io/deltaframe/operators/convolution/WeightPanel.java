package io.deltaframe.operators.convolution;

import static io.deltaframe.operators.layout.Lanes.L;

import io.deltaframe.operators.layout.CacheLines;
import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.operators.tile.Im2colBuffer;
import io.deltaframe.operators.tile.Tile;

/**
 * The weights of consecutive output channels of a convolution, in the order in which one tile reads them: blocks of as
 * many vectors of channels as the tile has; in a block the inputs of the window one after the other, each with the
 * weights of all the block's channels. Immutable; shared by all threads.
 */
public final class WeightPanel {

    /**
     * Floats of weights that the second-level cache holds beside inputs and outputs while they go past tile after tile.
     * With 32 registers one block at a time: tiles have so many pixels that weights stream as fast from further away.
     */
    private static final int RESIDENT = Lanes.WIDE_REGISTER_FILE ? 1 : 64 * 1024;

    /** For gathered pixels. */
    private final Tile gathered;
    /** For pixels where they lie, or null. */
    private final Tile direct;
    private final int lanes;
    private final int blocks;
    /** Lanes of output channels before the panel. */
    private final int before;
    private final float[] weights;
    private final int first;
    private final int depth;
    /** Of each block, the bias of its channels as often as a tile has pixels: a tile's start values. */
    private final float[] tileBias;
    private final int[] biasBase;

    /**
     * An empty panel.
     *
     * @param gathered the tile for gathered pixels
     * @param direct   the same for pixels where they lie, or null
     * @param before   vectors of output channels before it
     * @param blocks   its blocks
     * @param depth    inputs a block has room for
     * @param weights  where the weights are
     * @param first    place of its first weight
     */
    WeightPanel(Tile gathered, Tile direct, int before, int blocks, int depth, float[] weights, int first) {
        this.gathered = gathered;
        this.direct = direct;
        this.before = before * L;
        this.blocks = blocks;
        this.lanes = gathered.vectors() * L;
        this.depth = depth;
        this.weights = weights;
        this.first = first;
        this.tileBias = new float[blocks * gathered.pixels() * lanes];
        this.biasBase = new int[gathered.pixels()];
        for (int p = 0; p < biasBase.length; p++) {
            biasBase[p] = p * lanes;
        }
    }

    /** {@return blocks of output channels} */
    int blocks() {
        return blocks;
    }

    /** {@return output channels of a block, padded} */
    int lanes() {
        return lanes;
    }

    /** {@return pixels of a tile} */
    int pixelsPerTile() {
        return gathered.pixels();
    }

    /** {@return floats the weights take} */
    int floats() {
        return blocks * depth * lanes;
    }

    /** {@return the tile that computes pixels where they lie, or null where they are always gathered} */
    public Tile directTile() {
        return direct;
    }

    /** {@return whether an output channel of the convolution is one of this panel's} */
    boolean has(int channel) {
        return channel >= before && channel < before + blocks * lanes;
    }

    /** Sets the weight of one of its output channels and an input. */
    void set(int channel, int input, float weight) {
        int o = channel - before;
        weights[first + (o / lanes * depth + input) * lanes + o % lanes] = weight;
    }

    /** Sets the bias of one of its output channels. */
    void setBias(int channel, float bias) {
        int o = channel - before;
        for (int p = 0; p < biasBase.length; p++) {
            tileBias[(o / lanes * biasBase.length + p) * lanes + o % lanes] = bias;
        }
    }

    /**
     * The product of some inputs of some pixels and some blocks of weights.
     *
     * @param inPlace     whether pixels lie at the distance of {@link #directTile}, rather than gathered
     * @param in          the input
     * @param x           place of the first pixel
     * @param pixels      how many; more are computed where the last tile overhangs
     * @param done        inputs of the window before these
     * @param inputs      how many, a multiple of {@code Tiles.MOST_INPUTS_PER_TURN}
     * @param ones        whether an input that is 1 follows, for the bias
     * @param fromBlock   first block
     * @param toBlock     block after the last
     * @param start       what to begin with, or null for the bias
     * @param startOffset added to positions of the output
     * @param out         the output
     * @param outBase     its positions
     * @param u           place of the first in that table
     * @param outOffset   added to these positions
     * @param relu        whether negative results become zero
     */
    void multiply(boolean inPlace, float[] in, int x, int pixels, int done, int inputs, boolean ones, int fromBlock,
            int toBlock, float[] start, int startOffset, float[] out, int[] outBase, int u, int outOffset,
            boolean relu) {
        Tile tile = inPlace ? direct : gathered;
        int count = Math.ceilDiv(pixels, tile.pixels()) * tile.pixels();
        int length = ones ? inputs + tile.inputsPerTurn() : inputs;
        int group = Math.max(1, RESIDENT / (length * lanes));
        for (int block = fromBlock; block < toBlock; block += group) {
            int many = Math.min(group, toBlock - block);
            int weight = first + (block * depth + done) * lanes;
            int channel = before + block * lanes;
            if (start == null) {
                tile.run(in, x, count, length, weights, weight, many, depth * lanes, tileBias, biasBase, 0, 0,
                        block * tile.pixels() * lanes, tile.pixels() * lanes, out, outBase, u, outOffset + channel,
                        relu);
            } else {
                tile.run(in, x, count, length, weights, weight, many, depth * lanes, start, outBase, u, tile.pixels(),
                        startOffset + channel, lanes, out, outBase, u, outOffset + channel, relu);
            }
        }
    }

    /**
     * Computes tiles of zeros with the first few weights, for the compiler's sake; where there is a {@link
     * #directTile}.
     *
     * @param calls    how many tiles, of gathered pixels and of pixels where they lie
     * @param inputs   of each tile, a multiple of {@code Tiles.MOST_INPUTS_PER_TURN}; at most the convolution's own
     * @param distance floats from a pixel to the next, of those that are read where they lie
     */
    void warmUp(int calls, int inputs, int distance) {
        float[] in = new float[CacheLines.LEAD + gathered.pixels() * Math.max(Im2colBuffer.STRIDE, distance)];
        float[] out = new float[gathered.pixels() * lanes];
        for (int i = 0; i < calls; i++) {
            // With and without what a call may have: what the compiler has never seen it leaves out, and begins again
            // when it comes
            boolean relu = i % 2 == 0;
            int length = i % 4 < 2 ? inputs : inputs - gathered.inputsPerTurn();
            for (Tile any : new Tile[] {gathered, direct}) {
                any.run(in, CacheLines.LEAD, gathered.pixels(), length, weights, first, 1, 0, tileBias, biasBase, 0, 0,
                        0, 0, out, biasBase, 0, 0, relu);
            }
        }
    }
}
