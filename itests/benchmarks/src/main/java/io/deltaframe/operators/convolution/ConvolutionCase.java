package io.deltaframe.operators.convolution;

import io.deltaframe.tdn.Convolution;

/**
 * A convolution on maps of a size, with what the network does after the sum.
 *
 * @param shape    channels, kernel, stride and padding
 * @param images   images at once
 * @param height   rows of the input
 * @param width    columns of the input
 * @param adds     whether the sum is added to what the output holds: a residual, or another branch
 * @param relu     whether a ReLU follows
 */
record ConvolutionCase(Convolution shape, int images, int height, int width, boolean adds, boolean relu) {

    int outHeight() {
        return shape.outputSize(height);
    }

    int outWidth() {
        return shape.outputSize(width);
    }

    int inputs() {
        return images * shape.inChannels() * height * width;
    }

    int outputs() {
        return images * shape.outChannels() * outHeight() * outWidth();
    }

    int weights() {
        return shape.outChannels() * shape.inChannels() * shape.kernel() * shape.kernel();
    }

    /**
     * {@return billions of floating-point operations by the definition, a multiplication and an addition a weight and
     * output}
     */
    double gflop() {
        return 2e-9 * outputs() * shape.inChannels() * shape.kernel() * shape.kernel();
    }

    /** {@return what distinguishes it, such as {@code 8 x 28x28 3x3 128>128 bias relu}} */
    String describe() {
        return images + " x " + height + "x" + width + " " + shape.kernel() + "x" + shape.kernel()
                + (shape.stride() > 1 ? "/" + shape.stride() : "") + " " + shape.inChannels() + ">"
                + shape.outChannels() + (adds ? " add" : "") + (relu ? " relu" : "");
    }
}
