package io.deltaframe.operators;

import io.deltaframe.tdn.Convolution;

/**
 * A stem: a large kernel over few channels. Each pixel's window is gathered into one run, because a row of the window (21 or 84
 * floats) is too short for a tile: starting and ending it takes a fifth of the time. Immutable; shared by all threads.
 */
final class StemConvolution {

    final int kernel;
    final int stride;
    final int padding;
    final int outChannels;
    /** Floats a row of the window has. */
    final int row;
    /** Floats a window takes, rounded up for the tiles; what is behind the window has a weight of zero. */
    final int depth;
    /** The same as a product of matrices: windows by output channels. */
    final PackedConvolution product;

    /**
     * Packs a stem.
     *
     * @param shape   sizes; groups must be 1
     * @param weights {@code out x in x kernel x kernel} and a bias each
     * @param store   where the weights go
     */
    StemConvolution(Convolution shape, Convolution.Weights weights, WeightStore store) {
        this.kernel = shape.kernel();
        this.stride = shape.stride();
        this.padding = shape.padding();
        this.outChannels = shape.outChannels();
        this.row = kernel * shape.inChannels();
        this.depth = depth(shape);
        float[] windows = new float[outChannels * depth];
        int taps = kernel * kernel;
        for (int o = 0; o < outChannels; o++) {
            for (int i = 0; i < shape.inChannels(); i++) {
                for (int tap = 0; tap < taps; tap++) {
                    windows[o * depth + tap * shape.inChannels() + i] = weights.weight()[(o * shape.inChannels() + i) * taps + tap];
                }
            }
        }
        this.product = new PackedConvolution(product(shape), new Convolution.Weights(windows, weights.bias()), depth, store);
    }

    /**
     * {@return floats the packed weights take}
     *
     * @param shape sizes
     */
    static long floats(Convolution shape) {
        return PackedConvolution.floats(product(shape), depth(shape));
    }

    private static int depth(Convolution shape) {
        return Math.ceilDiv(shape.kernel() * shape.kernel() * shape.inChannels(), PackedConvolution.UNROLLED) * PackedConvolution.UNROLLED;
    }

    private static Convolution product(Convolution shape) {
        return new Convolution(shape.name(), depth(shape), shape.outChannels(), 1, 1, 0, 1, shape.weights());
    }
}
