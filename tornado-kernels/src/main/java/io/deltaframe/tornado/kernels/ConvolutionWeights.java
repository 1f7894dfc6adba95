package io.deltaframe.tornado.kernels;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Where a convolution's weights lie in the array of all weights, in the order {@link ConvolutionKernel} reads them:
 * rows of the kernel; in a row, columns and input channels, rounded up with zeros to whole steps; for each of these all
 * output channels, rounded up with zeros to whole tiles; then the biases. Immutable.
 *
 * @param at          position of the first weight
 * @param inChannels  channels in
 * @param outChannels channels out
 * @param kernel      side of the kernel
 * @param stride      step in both directions
 * @param padding     zeros around the input
 */
public record ConvolutionWeights(int at, int inChannels, int outChannels, int kernel, int stride, int padding) {

    /** {@return floats of a row of the kernel} */
    int run() {
        return kernel * inChannels;
    }

    int paddedRun() {
        return roundUp(run(), ConvolutionKernel.DEPTH);
    }

    int paddedChannels() {
        return roundUp(outChannels, ConvolutionKernel.TILE);
    }

    private static int roundUp(int value, int unit) {
        return (value + unit - 1) / unit * unit;
    }

    /** {@return floats that weights and biases take} */
    public long floats() {
        return ((long) kernel * paddedRun() + 1) * paddedChannels();
    }

    /**
     * {@return the size of the output for a size of the input}
     *
     * @param size height or width of the input
     */
    public int outputSize(int size) {
        return (size + 2 * padding - kernel) / stride + 1;
    }

    /**
     * Puts weights where they belong.
     *
     * @param oihw    {@code out x in x kernel x kernel}
     * @param bias    one value an output channel
     * @param into    the array of all weights, zero there
     */
    public void pack(float[] oihw, float[] bias, FloatArray into) {
        int padded = paddedChannels();
        int i = 0;
        for (int o = 0; o < outChannels; o++) {
            for (int c = 0; c < inChannels; c++) {
                for (int ky = 0; ky < kernel; ky++) {
                    for (int kx = 0; kx < kernel; kx++) {
                        into.set(at + (ky * paddedRun() + kx * inChannels + c) * padded + o, oihw[i++]);
                    }
                }
            }
            into.set(at + kernel * paddedRun() * padded + o, bias[o]);
        }
    }
}
