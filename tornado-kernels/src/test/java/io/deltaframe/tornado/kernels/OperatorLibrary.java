package io.deltaframe.tornado.kernels;

import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.convolution.WeightStore;
import io.deltaframe.operators.layout.CacheLines;
import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Images;
import io.deltaframe.operators.layout.Workspace;
import io.deltaframe.operators.program.AveragePoolStep;
import io.deltaframe.operators.program.ConvolutionStep;
import io.deltaframe.operators.program.ExcitationStep;
import io.deltaframe.operators.program.FusionStep;
import io.deltaframe.operators.program.Head;
import io.deltaframe.operators.program.InputStep;
import io.deltaframe.operators.program.MaxPoolStep;
import io.deltaframe.operators.program.Program;
import io.deltaframe.operators.program.SegmentDifferenceStep;
import io.deltaframe.operators.program.Step;
import io.deltaframe.operators.program.TemporalConvolutionStep;
import io.deltaframe.operators.program.UpsampleStep;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.operators.tile.Im2colBuffer;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.engine.Taps;
import java.util.Arrays;

/** The operators of the CPU engine for those who compare with them. All maps are images x channels x height x width. */
final class OperatorLibrary {

    private OperatorLibrary() { }

    /** Sizes of maps. */
    record Size(int images, int channels, int height, int width) {

        /** {@return values of the maps} */
        public int values() {
            return images * channels * height * width;
        }
    }

    /**
     * {@return a convolution with its bias}
     *
     * @param shape   sizes and weights
     * @param weights the weights
     * @param in      input
     * @param size    its size
     * @param before  what the sum starts from, or null
     * @param relu    whether a ReLU follows
     */
    static float[] convolution(Convolution shape, Convolution.Weights weights, float[] in, Size size,
            float[] before, boolean relu) {
        FeatureMap x = map(size, shape.padding(), in);
        PackedConvolution packed = packed(shape, weights, x.stride);
        Workspace workspace = new Workspace();
        FeatureMap y = Program.outputOf(workspace, packed, x, x.images, 0);
        Im2colBuffer im2col = new Im2colBuffer(workspace, 1);
        workspace.allocate();
        if (before == null) {
            run(ConvolutionStep.of(packed, x, y, relu, im2col));
        } else {
            fill(y, before);
            run(ConvolutionStep.adding(packed, x, y, relu, im2col));
        }
        return y.toNchw();
    }

    /**
     * The inputs of both stems from one segment: the middle frame normalised, and sums of differences over 2x2 pixels.
     */
    record StemInputs(float[] rgb, float[] differences) { }

    /**
     * {@return the inputs of both stems}
     *
     * @param segment       five frames of packed RGB24
     * @param normalization of the input
     * @param height        rows of a frame
     * @param width         columns of a frame
     */
    static StemInputs stemInputs(byte[] segment, Normalization normalization, int height, int width) {
        FeatureMap rgb = FeatureMap.dense(1, height, width, 3, 0);
        FeatureMap differences = FeatureMap.dense(1, height / 2, width / 2, 12, 0);
        InputStep step = new InputStep(normalization, rgb, differences);
        step.segment(segment, 0);
        run(step);
        return new StemInputs(rgb.toNchw(), differences.toNchw());
    }

    /** {@return maxima over 3x3 pixels, step 2, of values that are not negative} */
    static float[] maxPool(float[] in, Size size) {
        FeatureMap out = new FeatureMap(size.images(), (size.height() - 1) / 2 + 1, (size.width() - 1) / 2 + 1,
                size.channels(), 0);
        run(new MaxPoolStep(map(size, 1, in), out));
        return out.toNchw();
    }

    /** {@return averages over 2x2 pixels} */
    static float[] averagePool(float[] in, Size size) {
        FeatureMap out = new FeatureMap(size.images(), size.height() / 2, size.width() / 2, size.channels(), 0);
        run(new AveragePoolStep(map(size, 0, in), out));
        return out.toNchw();
    }

    /** {@return maps at a larger size, by nearest neighbour} */
    static float[] upsample(float[] in, Size size, int height, int width) {
        FeatureMap out = new FeatureMap(size.images(), height, width, size.channels(), 0);
        run(new UpsampleStep(map(size, 0, in), out));
        return out.toNchw();
    }

    /** {@return the RGB path with the short-term branch fused into it, one image} */
    static float[] fuse(float[] rgb, Size size, float[] branch, Size branchSize, float alpha, float beta) {
        FeatureMap out = map(size, 0, rgb);
        run(new FusionStep(out, map(branchSize, 0, branch), alpha, beta, out));
        return out.toNchw();
    }

    /**
     * {@return differences between the segments of a clip, forward then backward; {@code weights} is channels x 3 x 3}
     */
    static float[] segmentDifferences(float[] weights, float[] z, Size size) {
        FeatureMap out = new FeatureMap(2 * size.images(), size.height(), size.width(), size.channels(), 0);
        run(new SegmentDifferenceStep(weights, null, map(size, 1, z), out));
        return out.toNchw();
    }

    /**
     * {@return maps of a clip after excitation}
     *
     * @param expand     1x1 from sums of scales to the argument of the hyperbolic tangent
     * @param weights    its weights
     * @param scales     2T images, forward then backward
     * @param scalesSize their size
     * @param x          T images
     * @param size       their size
     */
    static float[] excite(Convolution expand, Convolution.Weights weights, float[] scales, Size scalesSize,
            float[] x, Size size) {
        FeatureMap sums = map(scalesSize, 0, scales);
        FeatureMap out = map(size, 0, x);
        Workspace workspace = new Workspace();
        ExcitationStep step = new ExcitationStep(packed(expand, weights, sums.stride), sums, Images.of(out), out,
                ExcitationStep.scratch(workspace, 1, out.channels), new Im2colBuffer(workspace, 1));
        workspace.allocate();
        run(step);
        return out.toNchw();
    }

    /** {@return the temporal convolution over the segments of a clip; {@code weights} is channels x 3} */
    static float[] temporalConvolution(float[] weights, float[] in, Size size) {
        FeatureMap out = new FeatureMap(size.images(), size.height(), size.width(), size.channels(), 0);
        run(new TemporalConvolutionStep(weights, null, map(size, 0, in), out));
        return out.toNchw();
    }

    /** {@return logits of a clip from the maps of its segments} */
    static float[] classify(Convolution.Weights classifier, float[] maps, Size size) {
        Head head = new Head(classifier, size.channels());
        float[] logits = new float[classifier.bias().length];
        float[] buffer = head.buffer(size.images());
        head.pool(map(size, 0, maps), buffer, 0);
        head.classify(buffer, size.images(), logits);
        return logits;
    }

    private static PackedConvolution packed(Convolution shape, Convolution.Weights weights, int inStride) {
        return new PackedConvolution(shape, weights, inStride,
                new WeightStore(CacheLines.rounded(PackedConvolution.floats(shape, inStride))));
    }

    private static FeatureMap map(Size size, int pad, float[] nchw) {
        FeatureMap map = new FeatureMap(size.images(), size.height(), size.width(), size.channels(), pad);
        fill(map, nchw);
        return map;
    }

    private static void fill(FeatureMap map, float[] nchw) {
        int i = 0;
        for (int n = 0; n < map.images; n++) {
            for (int c = 0; c < map.channels; c++) {
                for (int y = 0; y < map.height; y++) {
                    for (int x = 0; x < map.width; x++) {
                        map.data[map.index(n, y, x) + c] = nchw[i++];
                    }
                }
            }
        }
        if (i != nchw.length) {
            throw new IllegalArgumentException(Arrays.toString(new int[] {map.images, map.channels, map.height,
                    map.width}) + " has " + i + " values but " + nchw.length + " were given");
        }
    }

    private static void run(Step step) {
        try (WorkerPool pool = new WorkerPool(1)) {
            Program program = new Program(pool, Taps.NONE);
            program.add(step);
            program.run();
        }
    }
}
