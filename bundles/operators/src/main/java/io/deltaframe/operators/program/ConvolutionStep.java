package io.deltaframe.operators.program;

import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.convolution.PixelGrid;
import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Images;
import io.deltaframe.operators.tile.Im2colBuffer;

/**
 * A convolution over feature maps, image by image, cut into stretches of output pixels, and where these are few also
 * into groups of output channels.
 */
public final class ConvolutionStep implements Step {

    /**
     * Tasks there should be, so that a handful of threads ends together: with 9, two threads lost a tenth waiting for
     * the odd one.
     */
    private static final int TASKS = 24;

    private final PackedConvolution convolution;
    private final Images in;
    private final PixelGrid grid;
    private final Images residual;
    private final boolean relu;
    private final Im2colBuffer im2col;
    private final int outImage;
    private final int images;
    private final int chunk;
    private final int chunks;
    private final int blocks;
    private final int groups;
    /**
     * Whether a thread has some channels of all pixels rather than all channels of some: where weights are more than
     * inputs.
     */
    private final boolean groupsOutside;
    private final FeatureMap out;
    /** Where the next run writes instead, or null. */
    private float[] elsewhere;

    private ConvolutionStep(PackedConvolution convolution, Images in, int images, PixelGrid grid, FeatureMap out,
                            Images residual, boolean relu, Im2colBuffer im2col) {
        this.convolution = convolution;
        this.in = in;
        this.images = images;
        this.grid = grid;
        this.out = out;
        this.outImage = out.imageStride();
        this.residual = residual;
        this.relu = relu;
        this.im2col = im2col;
        int tile = convolution.pixelsPerTile();
        int parts = Math.ceilDiv(grid.pixels, Im2colBuffer.PIXELS);
        this.chunk = Math.ceilDiv(Math.ceilDiv(grid.pixels, parts), tile) * tile;
        this.chunks = Math.ceilDiv(grid.pixels, chunk);
        this.blocks = Math.ceilDiv(convolution.blocks(), Math.ceilDiv(TASKS, images * chunks));
        this.groups = Math.ceilDiv(convolution.blocks(), blocks);
        this.groupsOutside = convolution.floats() > (long) in.count() * in.layout.imageStride();
    }

    /**
     * A convolution from one map into another.
     *
     * @param convolution the convolution
     * @param in          input
     * @param out         output
     * @param relu        whether a ReLU follows
     * @param im2col      where inputs are gathered
     */
    public static ConvolutionStep of(PackedConvolution convolution, FeatureMap in, FeatureMap out, boolean relu,
            Im2colBuffer im2col) {
        return new ConvolutionStep(convolution, Images.of(in), 1, whole(convolution, in, out), out, null, relu, im2col);
    }

    /**
     * A convolution that is added to what its output holds.
     *
     * @param convolution the convolution
     * @param in          input
     * @param out         output
     * @param relu        whether a ReLU follows
     * @param im2col      where inputs are gathered
     */
    public static ConvolutionStep adding(PackedConvolution convolution, FeatureMap in, FeatureMap out, boolean relu,
            Im2colBuffer im2col) {
        return new ConvolutionStep(convolution, Images.of(in), 1, whole(convolution, in, out), out, Images.of(out),
                relu, im2col);
    }

    /**
     * A convolution that is added to other images.
     *
     * @param convolution the convolution
     * @param in          input
     * @param residual    what is added, of the output's layout, without border
     * @param out         output
     * @param relu        whether a ReLU follows
     * @param im2col      where inputs are gathered
     */
    public static ConvolutionStep withResidual(PackedConvolution convolution, FeatureMap in, Images residual,
            FeatureMap out, boolean relu, Im2colBuffer im2col) {
        PixelGrid grid = PixelGrid.of(1, in, out, convolution.stride, convolution.padding);
        return new ConvolutionStep(convolution, Images.of(in), out.images, grid, out, residual, relu, im2col);
    }

    /**
     * A convolution of images that may lie apart.
     *
     * @param convolution the convolution
     * @param in          input
     * @param out         output
     * @param relu        whether a ReLU follows
     * @param im2col      where inputs are gathered
     */
    public static ConvolutionStep fromImages(PackedConvolution convolution, Images in, FeatureMap out, boolean relu,
            Im2colBuffer im2col) {
        PixelGrid grid = PixelGrid.of(1, in.layout, out, convolution.stride, convolution.padding);
        return new ConvolutionStep(convolution, in, in.count(), grid, out, null, relu, im2col);
    }

    /** All images in one go: the last tile of an image goes on with the next. */
    private static PixelGrid whole(PackedConvolution convolution, FeatureMap in, FeatureMap out) {
        return PixelGrid.of(out.images, in, out, convolution.stride, convolution.padding);
    }

    /**
     * Chooses where the next run writes.
     *
     * @param array an array of the output's layout, or null for the output itself
     */
    public void into(float[] array) {
        this.elsewhere = array;
    }

    @Override
    public int tasks() {
        return images * chunks * groups;
    }

    @Override
    public void run(int task, int slot) {
        int group = groupsOutside ? task / (images * chunks) : task % groups;
        int part = groupsOutside ? task % (images * chunks) : task / groups;
        int image = part / chunks;
        int from = part % chunks * chunk;
        int to = Math.min(from + chunk, grid.pixels);
        int fromBlock = group * blocks;
        int toBlock = Math.min(fromBlock + blocks, convolution.blocks());
        int outOffset = image * outImage;
        float[] array = elsewhere == null ? out.data : elsewhere;
        if (residual == null) {
            convolution.run(in.array(image), in.offset(image), grid, from, to, fromBlock, toBlock,
                    array, grid.outBase, from, outOffset, relu, im2col.of(slot));
        } else {
            convolution.runWithResidual(residual.array(image), residual.offset(image, out), in.array(image),
                    in.offset(image), grid, from, to, fromBlock, toBlock, array, outOffset, relu, im2col.of(slot));
        }
    }
}
