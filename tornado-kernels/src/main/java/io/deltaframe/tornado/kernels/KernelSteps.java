package io.deltaframe.tornado.kernels;

import static io.deltaframe.tornado.kernels.KernelStep.each;

import java.util.Arrays;

/**
 * Makes steps: the numbers of the kernels from feature maps and weights. {@code images} may be fewer than a map has
 * room for.
 */
public final class KernelSteps {

    private KernelSteps() { }

    /**
     * {@return the normalisation of a segment's middle frame}
     *
     * @param frame     which frame of the segment is the middle one
     * @param constants position of three scales and three shifts in the weights
     * @param out       three channels
     * @param image     which image of the output
     */
    public static KernelStep normalize(int frame, int constants, MapLayout out, int image) {
        int values = 3 * out.pixels();
        return each(Kernel.NORMALIZE, values, out.width(), frame * values, out.origin() + image * out.image(),
                out.row(), constants);
    }

    /**
     * {@return the differences of a segment's frames}
     *
     * @param height rows of a frame
     * @param width  columns of a frame
     * @param out    twelve channels, half the size
     * @param image  which image of the output
     */
    public static KernelStep frameDifference(int height, int width, MapLayout out, int image) {
        return each(Kernel.FRAME_DIFFERENCE, 12L * out.pixels(), out.width(), width, 3 * height * width,
                out.origin() + image * out.image(), out.row());
    }

    /**
     * {@return a convolution with its bias}
     *
     * @param weights its weights
     * @param in      input, with a border of at least the padding
     * @param out     output
     * @param images  how many
     * @param add     whether to add what the output held before
     * @param relu    whether a ReLU follows
     */
    public static KernelStep convolution(ConvolutionWeights weights, MapLayout in, MapLayout out, int images,
            boolean add, boolean relu) {
        if (in.pad() < weights.padding() || in.channels() != weights.inChannels()
                || out.channels() != weights.outChannels()
                || out.height() != weights.outputSize(in.height()) || out.width() != weights.outputSize(in.width())) {
            throw new IllegalArgumentException(weights + " does not lead from " + in + " to " + out);
        }
        long pixels = (long) images * out.pixels();
        int firstTap = in.origin() - weights.padding() * (in.row() + in.channels());
        int[] numbers = {Math.toIntExact(pixels), out.pixels(), out.width(), firstTap, weights.stride() * in.channels(),
            weights.stride() * in.row(), in.image(), in.row(), weights.kernel(), weights.run(), weights.paddedRun(),
            out.origin(),
            out.channels(), out.row(), out.image(), weights.outChannels(), weights.paddedChannels(), weights.at(),
            (add ? ConvolutionKernel.ADD : 0) | (relu ? ConvolutionKernel.RELU : 0), ConvolutionKernel.DEPTH,
            ConvolutionKernel.BLOCK};
        int tiles = Math.toIntExact((pixels + ConvolutionKernel.TILE - 1) / ConvolutionKernel.TILE);
        return new KernelStep(Kernel.CONVOLUTION, numbers, new int[0], tiles,
                weights.paddedChannels() / ConvolutionKernel.TILE, ConvolutionKernel.ITEMS);
    }

    /**
     * {@return a maximum over 3x3 pixels, step 2}
     *
     * @param in     not negative, with a border of 1
     * @param out    output
     * @param images how many
     */
    public static KernelStep maxPool(MapLayout in, MapLayout out, int images) {
        if (in.pad() != 1) {
            throw new IllegalArgumentException("a maximum over 3x3 pixels needs a border of 1 but has " + in);
        }
        return each(Kernel.MAX_POOL, values(out, images), out.channels(), out.width(), out.height(), in.base(),
                in.row(), in.image(), out.origin(), out.row(), out.image());
    }

    /**
     * {@return an average over 2x2 pixels}
     *
     * @param in     input
     * @param out    half the size, rounded down
     * @param images how many
     */
    public static KernelStep averagePool(MapLayout in, MapLayout out, int images) {
        return each(Kernel.AVERAGE_POOL, values(out, images), out.channels(), out.width(), out.height(), in.origin(),
                in.row(), in.image(), out.origin(), out.row(), out.image());
    }

    /**
     * {@return an average over all pixels of each image}
     *
     * @param in     input, no border
     * @param out    one pixel an image
     * @param images how many
     */
    public static KernelStep globalAveragePool(MapLayout in, MapLayout out, int images) {
        return each(Kernel.GLOBAL_AVERAGE_POOL, (long) images * in.channels(), in.channels(), in.pixels(),
                dense(in).base(), dense(out).base());
    }

    /**
     * {@return the fusion of the short-term branch into the RGB path}
     *
     * @param rgb     RGB path, no border
     * @param branch  short-term branch, no border
     * @param shares  position of alpha and beta in the weights
     * @param outputs where each image of the result goes; may be where the RGB path's is
     */
    public static KernelStep fuse(MapLayout rgb, MapLayout branch, int shares, int[] outputs) {
        int[] list = concat(nearest(branch.height(), rgb.height()), nearest(branch.width(), rgb.width()), outputs);
        return each(Kernel.FUSE, values(rgb, outputs.length), list, rgb.channels(), rgb.width(), rgb.height(),
                dense(rgb).base(), dense(branch).base(), branch.width(), branch.image(), shares);
    }

    /**
     * {@return maps at a larger size, by nearest neighbour}
     *
     * @param in     input, no border
     * @param out    output, no border
     * @param images how many
     */
    public static KernelStep upsample(MapLayout in, MapLayout out, int images) {
        int[] list = concat(nearest(in.height(), out.height()), nearest(in.width(), out.width()));
        return each(Kernel.UPSAMPLE, values(out, images), list, out.channels(), out.width(), out.height(),
                dense(in).base(), in.width(), in.image(), dense(out).base());
    }

    /**
     * {@return images from anywhere, one behind the other}
     *
     * @param inputs position of each
     * @param out    output, no border
     */
    public static KernelStep gather(int[] inputs, MapLayout out) {
        return each(Kernel.GATHER, values(out, inputs.length), inputs, out.image(), dense(out).base());
    }

    /**
     * {@return the differences between neighbouring segments}
     *
     * @param z        squeezed maps, border of 1
     * @param out      twice as many images
     * @param images   how many images of z
     * @param segments segments a clip
     * @param weights  position of nine taps x channels
     */
    public static KernelStep segmentDifference(MapLayout z, MapLayout out, int images, int segments, int weights) {
        return each(Kernel.SEGMENT_DIFFERENCE, values(out, 2 * images), z.channels(), z.width(), z.height(), images,
                segments, z.origin(), z.row(), z.image(), out.origin(), out.row(), out.image(), weights);
    }

    /**
     * {@return the excitation of maps, in place}
     *
     * @param x        the maps, no border
     * @param expanded halves of the expanded sums, forward images first, no border
     * @param images   how many images of x
     */
    public static KernelStep excite(MapLayout x, MapLayout expanded, int images) {
        return each(Kernel.EXCITE, values(x, images), dense(x).base(), dense(expanded).base(), expanded.base()
                + images * expanded.image());
    }

    /**
     * {@return the temporal convolution}
     *
     * @param in       input, no border
     * @param out      output
     * @param images   how many
     * @param segments segments a clip
     * @param weights  position of three taps x channels
     */
    public static KernelStep temporalConvolution(MapLayout in, MapLayout out, int images, int segments, int weights) {
        return each(Kernel.TEMPORAL_CONVOLUTION, values(out, images), out.channels(), out.width(), out.height(),
                segments, dense(in).base(), out.origin(), out.row(), out.image(), weights);
    }

    /**
     * {@return the mean over the segments of each clip}
     *
     * @param features one pixel a segment
     * @param out      one pixel a clip
     * @param clips    how many
     * @param segments segments a clip
     */
    public static KernelStep consensus(MapLayout features, MapLayout out, int clips, int segments) {
        return each(Kernel.CONSENSUS, (long) clips * out.channels(), out.channels(), segments, features.base(),
                out.base());
    }

    /**
     * {@return logits for the host}
     *
     * @param logits one pixel a clip
     * @param clips  how many
     */
    public static KernelStep logits(MapLayout logits, int clips) {
        return each(Kernel.LOGITS, (long) clips * logits.channels(), logits.base());
    }

    /**
     * {@return zeros}
     *
     * @param at     position of the first
     * @param floats how many
     */
    public static KernelStep clear(int at, int floats) {
        return each(Kernel.CLEAR, floats, at);
    }

    /**
     * {@return for each place of the output the place of the input that lies nearest by PyTorch's rule: the floor of
     * the place times the ratio of sizes, in single precision}. A table, because devices divide less exactly.
     *
     * @param in  size of the input
     * @param out size of the output
     */
    static int[] nearest(int in, int out) {
        float scale = (float) in / out;
        int[] places = new int[out];
        for (int i = 0; i < out; i++) {
            places[i] = Math.min((int) (i * scale), in - 1);
        }
        return places;
    }

    private static long values(MapLayout map, int images) {
        return (long) images * map.pixels() * map.channels();
    }

    private static MapLayout dense(MapLayout map) {
        if (map.pad() != 0) {
            throw new IllegalArgumentException("a map without border is needed here but this is " + map);
        }
        return map;
    }

    private static int[] concat(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }
}
