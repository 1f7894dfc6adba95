package io.deltaframe.operators.tile;

/**
 * A register tile of a convolution: some pixels by some vectors of output channels, whose sums stay in vector registers
 * over a whole run of inputs, with the weights and the broadcast inputs of a turn beside them.
 *
 * <p>Each tile computes {@code out = init + sum of products over all inputs}, or zero where that is negative and a ReLU
 * follows. Inputs come from {@code in[x + p * distance + k]} for pixel p, weights from {@code w[weights + k * vectors *
 * L]}. Pixels are a constant {@linkplain Tiles distance} apart, which saves an address in a register and an instruction
 * a broadcast: 18 to 33 %.
 *
 * <p>The ReLU is a comparison and a blend: that is two instructions and keeps a NaN visible, {@code max} is six. Each
 * sum starts from a place of its own in memory, because copies of one start value make C2 spill (55 instead of 85
 * GFLOP/s).
 */
public interface Tile {

    /** {@return pixels a tile} */
    int pixels();

    /** {@return vectors of output channels a tile} */
    int vectors();

    /** {@return inputs a turn of the loop: what the number of inputs must be a multiple of} */
    int inputsPerTurn();

    /**
     * Computes some pixels that follow each other and some blocks of output channels.
     *
     * @param in         the input
     * @param x          place of the first pixel's first input
     * @param pixels     how many: a multiple of a tile's
     * @param inputs     inputs a pixel: a multiple of {@link #inputsPerTurn}
     * @param w          weights as {@code PackedConvolution} packs them
     * @param weights    place of the first
     * @param blocks     how many
     * @param weightStep floats from a block's weights to the next one's
     * @param init       start values: bias, or the sum so far
     * @param initBase   their positions
     * @param i          place of the first tile's first position in that table
     * @param tileStep   what is added to {@code i} from tile to tile
     * @param initOffset added to these positions
     * @param blockStep  what is added to {@code initOffset} from block to block
     * @param out        the output
     * @param outBase    its positions
     * @param o          place of the first in that table
     * @param outOffset  added to these positions, and {@link #vectors} more from block to block
     * @param relu       whether negative results become zero
     */
    void run(float[] in, int x, int pixels, int inputs, float[] w, int weights, int blocks, int weightStep,
            float[] init, int[] initBase, int i, int tileStep, int initOffset, int blockStep, float[] out,
            int[] outBase, int o, int outOffset, boolean relu);
}
