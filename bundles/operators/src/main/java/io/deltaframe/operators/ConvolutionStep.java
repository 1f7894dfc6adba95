package io.deltaframe.operators;

import io.deltaframe.operators.PackedConvolution.Start;

/** A convolution over feature maps, cut into stretches of output pixels. */
final class ConvolutionStep implements Step {

    /**
     * Floats of input a task works on at a time: with 768 KB they stay in the second-level cache (1 MB) while one
     * block of weights after the other goes over them.
     */
    private static final int INPUT_FLOATS = 192 * 1024;

    /** Tasks there should be, so that a handful of threads ends together: with 9, two threads lost a tenth waiting for the odd one. */
    private static final int TASKS = 24;

    /** Pixels a task should have at least: with fewer, reading the weights takes as long as using them. */
    private static final int PIXELS = 96;

    private final PackedConvolution convolution;
    private final float[][] inputs;
    private final PixelGrid grid;
    private final FeatureMap out;
    private final Start start;
    private final boolean relu;
    private final int chunk;
    private final int chunks;
    private final int blocks;
    private final int groups;

    private ConvolutionStep(PackedConvolution convolution, float[][] inputs, PixelGrid grid, FeatureMap out, Start start,
                            boolean relu) {
        this.convolution = convolution;
        this.inputs = inputs;
        this.grid = grid;
        this.out = out;
        this.start = start;
        this.relu = relu;
        int tile = convolution.pixelsPerTile();
        int parts = Math.max(Math.ceilDiv(grid.pixels, Math.max(tile, INPUT_FLOATS / convolution.depth())),
                Math.min(Math.ceilDiv(TASKS, inputs.length), Math.ceilDiv(grid.pixels, PIXELS)));
        this.chunk = Math.ceilDiv(Math.ceilDiv(grid.pixels, parts), tile) * tile;
        this.chunks = Math.ceilDiv(grid.pixels, chunk);
        this.blocks = Math.ceilDiv(convolution.blocks(), Math.ceilDiv(TASKS, inputs.length * chunks));
        this.groups = Math.ceilDiv(convolution.blocks(), blocks);
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
        return inputs.length * chunks * groups;
    }

    @Override
    public void run(int task, int slot) {
        int group = task % groups;
        int image = task / groups / chunks;
        int from = task / groups % chunks * chunk;
        convolution.run(inputs[image], 0, grid, from, Math.min(from + chunk, grid.pixels), group * blocks,
                Math.min((group + 1) * blocks, convolution.blocks()), out.data, grid.outBase, from,
                image * out.imageStride(), start, relu);
    }
}
