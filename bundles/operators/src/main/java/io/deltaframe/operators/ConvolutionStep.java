package io.deltaframe.operators;

import io.deltaframe.operators.PackedConvolution.Start;

/** A convolution over feature maps, cut into stretches of output pixels. */
final class ConvolutionStep implements Step {

    /**
     * Floats of input a task works on at a time: with half a megabyte they stay in the second-level cache (1 MB) while one
     * block of weights after the other goes over them.
     */
    private static final int INPUT_FLOATS = 96 * 1024;

    static int TEST;
    private final PackedConvolution convolution;
    private final float[][] inputs;
    private final PixelGrid grid;
    private final FeatureMap out;
    private final Start start;
    private final boolean relu;
    private final int chunk;
    private final int chunks;

    private ConvolutionStep(PackedConvolution convolution, float[][] inputs, PixelGrid grid, FeatureMap out, Start start,
                            boolean relu) {
        this.convolution = convolution;
        this.inputs = inputs;
        this.grid = grid;
        this.out = out;
        this.start = start;
        this.relu = relu;
        int step = convolution.pixelsPerTile() * 4;
        // Some 24 tasks where there is work for them, so that a handful of threads ends together: with 9 tasks two threads lost
        // a tenth waiting for the odd one.
        int most = Math.min(INPUT_FLOATS / convolution.depth(), (grid.pixels + 23) / 24);
        this.chunk = TEST > 0 ? TEST : Math.max(1, most / step) * step;
        this.chunks = (grid.pixels + chunk - 1) / chunk;
    }

    /**
     * A convolution whose input is one array.
     *
     * @param convolution the convolution
     * @param in          input
     * @param out         output
     * @param start       what the output holds before the sum
     * @param relu        whether a ReLU follows
     */
    static ConvolutionStep of(PackedConvolution convolution, FeatureMap in, FeatureMap out, Start start, boolean relu) {
        PixelGrid grid = PixelGrid.of(out.images, in, out, convolution.stride, convolution.padding);
        return new ConvolutionStep(convolution, new float[][] {in.data}, grid, out, start, relu);
    }

    /**
     * A convolution whose input images lie in arrays of their own: encoded segments.
     *
     * @param convolution the convolution
     * @param inputs      the arrays, one an image of the output; entries may be replaced between runs
     * @param layout      layout of each of them
     * @param out         output
     * @param start       what the output holds before the sum
     * @param relu        whether a ReLU follows
     */
    static ConvolutionStep gather(PackedConvolution convolution, float[][] inputs, FeatureMap layout, FeatureMap out,
                                  Start start, boolean relu) {
        PixelGrid grid = PixelGrid.of(1, layout, out, convolution.stride, convolution.padding);
        return new ConvolutionStep(convolution, inputs, grid, out, start, relu);
    }

    @Override
    public int tasks() {
        return inputs.length * chunks;
    }

    @Override
    public void run(int task, int slot) {
        int image = task / chunks;
        int from = task % chunks * chunk;
        int to = Math.min(from + chunk, grid.pixels);
        convolution.run(inputs[image], 0, grid, from, to, 0, convolution.blocks(), out.data, grid.outBase, from,
                image * out.imageStride(), start, relu);
    }
}
