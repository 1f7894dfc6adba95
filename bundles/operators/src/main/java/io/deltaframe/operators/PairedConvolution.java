package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;

import io.deltaframe.tdn.Convolution;

/**
 * A convolution of single pixels that has one vector of output channels at most: its weights in the order in which {@link PairTiles} read
 * them, and how those are used. Immutable; shared by all threads.
 */
final class PairedConvolution {

    /** Whether there are so few output channels that one sum has room for all. */
    private final boolean half;
    private final int inChannels;
    private final float[] weights;
    private final int first;
    /** As often as a tile has pixels: a tile's start values, and where they are. */
    private final float[] bias;
    private final int[] biasBase;

    /**
     * Packs a convolution.
     *
     * @param shape    one that {@link #fits}
     * @param parts    its weights
     * @param weights  where they go
     * @param first    the first place there
     */
    PairedConvolution(Convolution shape, Convolution.Weights parts, float[] weights, int first) {
        this.half = shape.outChannels() <= L / 2;
        this.inChannels = shape.inChannels();
        this.weights = weights;
        this.first = first;
        this.bias = new float[pixels() * L];
        this.biasBase = new int[pixels()];
        for (int p = 0; p < pixels(); p++) {
            biasBase[p] = p * L;
            System.arraycopy(parts.bias(), 0, bias, p * L, shape.outChannels());
        }
        float[] oi = parts.weight();
        for (int o = 0; o < shape.outChannels(); o++) {
            int lane = half ? 2 * o : o % 2 * L + o / 2 * 2;
            for (int i = 0; i < inChannels; i++) {
                weights[first + i / 2 * floatsOfPair() + lane + i % 2] = oi[o * inChannels + i];
            }
        }
    }

    /**
     * {@return whether a convolution can be computed this way}
     *
     * @param shape its sizes
     * @param store where the weights go
     */
    static boolean fits(Convolution shape, WeightStore store) {
        return store.isLarge() && Lanes.WIDE_REGISTER_FILE && shape.kernel() == 1 && shape.outChannels() <= L;
    }

    /** {@return output pixels computed at once} */
    int pixels() {
        return half ? PairTiles.HALF : PairTiles.WHOLE;
    }

    private int floatsOfPair() {
        return half ? L : 2 * L;
    }

    /**
     * Computes some pixels, as {@link PackedConvolution#run} does.
     *
     * @param in        the input
     * @param inOffset  added to positions of the input
     * @param grid      positions of the input
     * @param from      first pixel of the grid, a multiple of {@link #pixels}
     * @param to        pixel after the last, the same or the end of the grid
     * @param out       the output
     * @param outBase   positions of the output
     * @param outFrom   place of {@code from} in that table
     * @param outOffset added to positions of the output
     * @param started   whether the result is added to what the output holds, bias included
     * @param relu      whether negative results become zero
     * @param room      of the running thread
     */
    void run(float[] in, int inOffset, PixelGrid grid, int from, int to, float[] out, int[] outBase, int outFrom, int outOffset,
             boolean started, boolean relu, PairRoom room) {
        for (int p = from; p < to; p += pixels()) {
            int u = outFrom + p - from;
            int pixels = Math.min(pixels(), to - p);
            for (int done = 0; done < inChannels; done += PairRoom.DEPTH) {
                int length = Math.min(PairRoom.DEPTH, inChannels - done);
                room.gather(in, grid.inBase, p, pixels, inOffset + done, length);
                multiply(room, Math.ceilDiv(length, 2), first + done / 2 * floatsOfPair());
                float floor = relu && done + length == inChannels ? 0f : Float.NEGATIVE_INFINITY;
                if (started || done > 0) {
                    finish(room, pixels, out, outBase, u, outOffset, out, outBase, u, outOffset, floor);
                } else {
                    finish(room, pixels, bias, biasBase, 0, 0, out, outBase, u, outOffset, floor);
                }
            }
        }
    }

    private void multiply(PairRoom room, int pairs, int weight) {
        if (half) {
            PairTiles.half12(room.inputs, 0, pairs, weights, weight, room.sums);
        } else {
            PairTiles.whole8(room.inputs, 0, pairs, weights, weight, room.sums);
        }
    }

    private void finish(PairRoom room, int pixels, float[] init, int[] initBase, int i, int initOffset, float[] out, int[] outBase, int u,
                        int outOffset, float floor) {
        if (half) {
            room.finishHalf(pixels, init, initBase, i, initOffset, out, outBase, u, outOffset, floor);
        } else {
            room.finishWhole(pixels, init, initBase, i, initOffset, out, outBase, u, outOffset, floor);
        }
    }
}
