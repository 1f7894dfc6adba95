package io.deltaframe.scalar.loop;

import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.Convolution;

/** A convolution's weights, an output's in a row whose length is a multiple of {@value #STEP}. Immutable. */
public final class PlaneConvolution {

    /** Inputs that the innermost loop takes together. */
    static final int STEP = 8;

    final int outChannels;
    final int kernel;
    final int stride;
    final int padding;
    /** Weights of an output without padding. */
    final int inputs;
    /** Weights of an output with padding, which is zeros. */
    final int row;
    final float[] weights;
    final float[] bias;

    private final Convolution shape;

    /**
     * Reads the weights.
     *
     * @param convolution not a depth-wise one
     * @throws CheckpointException if they cannot be read
     */
    public PlaneConvolution(Convolution convolution) throws CheckpointException {
        shape = convolution;
        outChannels = convolution.outChannels();
        kernel = convolution.kernel();
        stride = convolution.stride();
        padding = convolution.padding();
        inputs = convolution.inChannels() * kernel * kernel;
        row = Math.ceilDiv(inputs, STEP) * STEP;
        Convolution.Weights loaded = convolution.load();
        bias = loaded.bias();
        if (row == inputs) {
            weights = loaded.weight();
        } else {
            weights = new float[Math.multiplyExact(outChannels, row)];
            for (int o = 0; o < outChannels; o++) {
                System.arraycopy(loaded.weight(), o * inputs, weights, o * row, inputs);
            }
        }
    }

    /** {@return channels of the output} */
    public int outChannels() {
        return outChannels;
    }

    /**
     * {@return the size of the output for a size of the input}
     *
     * @param size height or width of the input
     */
    public int outputSize(int size) {
        return shape.outputSize(size);
    }
}
