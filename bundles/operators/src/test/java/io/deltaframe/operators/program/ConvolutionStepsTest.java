package io.deltaframe.operators.program;

import static io.deltaframe.operators.program.OperatorAssertions.assertBorderIsZero;
import static io.deltaframe.operators.program.OperatorAssertions.assertNear;
import static io.deltaframe.operators.program.OperatorAssertions.run;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.convolution.RowConvolution;
import io.deltaframe.operators.convolution.WeightStore;
import io.deltaframe.operators.convolution.WinogradConvolution;
import io.deltaframe.operators.layout.CacheLines;
import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Images;
import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.operators.layout.Workspace;
import io.deltaframe.operators.tile.Im2colBuffer;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.engine.Taps;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions of every kind against their definition, over sizes that fit no tile and no vector. */
class ConvolutionStepsTest {

    private final Random random = new Random(20);

    @ParameterizedTest
    @CsvSource({
        // images, height, width, in, out, kernel, stride, padding
        "1, 1, 1, 1, 1, 1, 1, 0", "2, 3, 5, 7, 3, 1, 1, 0", "1, 5, 4, 16, 16, 3, 1, 1", "3, 7, 9, 5, 33, 3, 2, 1",
        "1, 13, 11, 3, 8, 7, 2, 3", "2, 6, 6, 12, 64, 7, 2, 3", "1, 9, 17, 64, 128, 1, 2, 0",
        "8, 7, 7, 20, 48, 3, 1, 1", "1, 2, 3, 130, 100, 1, 1, 0", "1, 3, 2, 2100, 20, 1, 1, 0",
        "1, 3, 4, 700, 20, 3, 2, 1", "5, 1, 13, 8, 192, 3, 1, 1", "1, 40, 40, 3, 17, 3, 1, 1",
        "2, 5, 7, 256, 16, 1, 1, 0", "1, 11, 5, 301, 9, 1, 1, 0", "3, 4, 7, 128, 8, 1, 1, 0",
        "1, 10, 10, 33, 8, 1, 2, 0", "1, 9, 6, 600, 5, 1, 1, 0", "2, 6, 5, 64, 256, 1, 1, 0",
        "1, 70, 61, 24, 64, 1, 1, 0", "3, 5, 7, 48, 64, 1, 1, 0", "1, 11, 5, 40, 32, 1, 1, 0",
        "2, 14, 14, 32, 32, 3, 1, 1",
        // Three, five, seven, eleven vectors of eight: tiles of two widths; inputs where they lie, in several parts
        "2, 5, 7, 516, 40, 1, 1, 0", "3, 4, 7, 260, 24, 1, 1, 0", "1, 6, 6, 300, 56, 1, 1, 0",
        "1, 9, 9, 64, 88, 1, 1, 0",
        "1, 5, 5, 19, 72, 3, 2, 1"})
    void convolutionIsItsDefinition(int images, int height, int width, int in, int out, int kernel, int stride,
            int padding) {
        float[] input = ReferenceOperators.random(random, images * in * height * width);
        float[] weight = ReferenceOperators.random(random, out * in * kernel * kernel);
        float[] bias = ReferenceOperators.random(random, out);
        float[] expected = ReferenceOperators.convolution(input, images, in, height, width, weight, bias, kernel,
                stride, padding);

        FeatureMap x = new FeatureMap(images, height, width, in, padding);
        ReferenceOperators.fill(x, input);
        // In a large network, more is computed where it lies
        for (long floats : new long[] {0, WeightStore.LARGE}) {
            assertConvolves(packed(weight, bias, in, out, kernel, stride, padding, x.stride, floats), x, expected);
        }
    }

    private static void assertConvolves(PackedConvolution packed, FeatureMap x, float[] expected) {
        Workspace workspace = new Workspace();
        FeatureMap y = Program.outputOf(workspace, packed, x, x.images, 1);
        workspace.allocate();
        Im2colBuffer im2col = im2col(3);
        try (WorkerPool pool = new WorkerPool(3)) {
            WorkerPool.Job job = new WorkerPool.Job();
            pool.run(job, ConvolutionStep.of(packed, x, y, false, im2col));
            assertNear(expected, y.toNchw());
            assertBorderIsZero(y);

            pool.run(job, ConvolutionStep.adding(packed, x, y, true, im2col));
            float[] doubled = new float[expected.length];
            for (int i = 0; i < expected.length; i++) {
                doubled[i] = Math.max(0, 2 * expected[i]);
            }
            assertNear(doubled, y.toNchw());
            assertBorderIsZero(y);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // images, height, width, in, out
        "1, 1, 1, 1, 1", "2, 3, 5, 7, 3", "1, 4, 4, 16, 16", "3, 7, 9, 5, 33", "8, 7, 7, 20, 48", "1, 13, 2, 130, 100",
        "2, 8, 12, 64, 64", "1, 5, 1, 65, 64", "3, 15, 14, 64, 128", "1, 30, 29, 100, 192"})
    void winogradConvolutionIsItsDefinition(int images, int height, int width, int in, int out) throws Exception {
        float[] input = ReferenceOperators.random(random, images * in * height * width);
        float[] weight = ReferenceOperators.random(random, out * in * 9);
        float[] bias = ReferenceOperators.random(random, out);
        float[] expected = ReferenceOperators.convolution(input, images, in, height, width, weight, bias, 3, 1, 1);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.max(0, expected[i]);
        }

        FeatureMap x = new FeatureMap(images, height, width, in, 1);
        ReferenceOperators.fill(x, input);
        Convolution.Weights weights = new Convolution.Weights(weight, bias);
        Convolution shape = new Convolution("test", in, out, 3, 1, 1, 1, () -> weights);
        WinogradConvolution winograd =
                new WinogradConvolution(shape, weights, new WeightStore(WinogradConvolution.floats(shape)));
        FeatureMap y = new FeatureMap(images, height, width, out, 0);
        try (WorkerPool pool = new WorkerPool(3)) {
            Program program = new Program(pool, Taps.NONE);
            WinogradSteps.append(program, winograd, x, y);
            program.allocate();
            program.run();
            assertNear(expected, y.toNchw());
            program.run();
            assertNear(expected, y.toNchw());
            assertBorderIsZero(y);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // images, height, width, in, out
        "1, 1, 1, 1, 1", "2, 3, 5, 2, 3", "1, 4, 8, 8, 8", "3, 7, 9, 5, 4", "8, 7, 7, 7, 8", "1, 13, 2, 3, 8",
        "2, 8, 16, 8, 16", "3, 5, 57, 6, 11", "2, 4, 14, 16, 16", "1, 3, 15, 16, 9", "2, 3, 30, 12, 16"})
    void rowConvolutionIsItsDefinition(int images, int height, int width, int in, int out) {
        float[] weight = ReferenceOperators.random(random, out * in * 9);
        float[] bias = ReferenceOperators.random(random, out);
        Convolution.Weights weights = new Convolution.Weights(weight, bias);
        Convolution shape = new Convolution("test", in, out, 3, 1, 1, 1, () -> weights);
        assumeTrue(RowConvolution.fits(shape), () -> in + " channels fill more than a vector of " + Lanes.L);
        float[] input = ReferenceOperators.random(random, images * in * height * width);
        float[] expected = ReferenceOperators.convolution(input, images, in, height, width, weight, bias, 3, 1, 1);

        FeatureMap x = new FeatureMap(images, height, width, in, 1);
        ReferenceOperators.fill(x, input);
        for (long floats : new long[] {CacheLines.rounded(RowConvolution.floats(shape)), WeightStore.LARGE}) {
            assertConvolves(new RowConvolution(shape, weights, new WeightStore(floats)), x,
                    new FeatureMap(images, height, width, out, 1), expected);
        }
    }

    private static void assertConvolves(RowConvolution rows, FeatureMap x, FeatureMap y, float[] expected) {
        try (WorkerPool pool = new WorkerPool(3)) {
            WorkerPool.Job job = new WorkerPool.Job();
            pool.run(job, new RowConvolutionStep(rows, x, y, false));
            assertNear(expected, y.toNchw());
            assertBorderIsZero(y);

            pool.run(job, new RowConvolutionStep(rows, x, y, true));
            float[] doubled = new float[expected.length];
            for (int i = 0; i < expected.length; i++) {
                doubled[i] = 2 * expected[i];
            }
            assertNear(doubled, y.toNchw());
            assertBorderIsZero(y);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // height, width, in, out, kernel, stride, padding
        "1, 1, 1, 1, 1, 1, 0", "13, 11, 3, 8, 7, 2, 3", "33, 47, 3, 64, 7, 2, 3", "16, 17, 12, 64, 7, 2, 3",
        "9, 5, 2, 17, 5, 3, 2", "8, 30, 3, 24, 3, 1, 1", "7, 4, 30, 9, 9, 1, 4", "7, 9, 44, 64, 7, 2, 3"})
    void convolutionOfUnpaddedChannelsIsItsDefinition(int height, int width, int in, int out, int kernel, int stride,
            int padding) {
        float[] input = ReferenceOperators.random(random, in * height * width);
        float[] weight = ReferenceOperators.random(random, out * in * kernel * kernel);
        float[] bias = ReferenceOperators.random(random, out);
        FeatureMap x = FeatureMap.dense(1, height, width, in, padding);
        ReferenceOperators.fill(x, input);
        PackedConvolution stem = packed(weight, bias, in, out, kernel, stride, padding, in);
        Workspace workspace = new Workspace();
        FeatureMap y = Program.outputOf(workspace, stem, x, 1, 1);
        workspace.allocate();
        Im2colBuffer im2col = im2col(2);
        run(ConvolutionStep.of(stem, x, y, false, im2col));
        assertNear(ReferenceOperators.convolution(input, 1, in, height, width, weight, bias, kernel, stride, padding),
                y.toNchw());
        assertBorderIsZero(y);
    }

    @Test
    void winogradIsForStride1Only() {
        Convolution.Weights weights = new Convolution.Weights(new float[9], new float[1]);
        Convolution shape = new Convolution("conv2", 1, 1, 3, 2, 1, 1, () -> weights);
        assertThrows(IllegalArgumentException.class,
                () -> new WinogradConvolution(shape, weights, new WeightStore(1000)));
    }

    @Test
    void convolutionReadsImagesThatLieInArraysOfTheirOwn() {
        int images = 4;
        float[] weight = ReferenceOperators.random(random, 10 * 6 * 9);
        float[] bias = ReferenceOperators.random(random, 10);
        float[] input = ReferenceOperators.random(random, images * 6 * 5 * 7);
        FeatureMap whole = new FeatureMap(images, 5, 7, 6, 1);
        ReferenceOperators.fill(whole, input);
        float[][] arrays = new float[images][];
        for (int n = 0; n < images; n++) {
            FeatureMap own = new FeatureMap(1, 5, 7, 6, 1);
            System.arraycopy(whole.data, whole.index(n, -1, -1), own.data, own.index(0, -1, -1), whole.imageStride());
            arrays[n] = own.data;
        }
        PackedConvolution packed = packed(weight, bias, 6, 10, 3, 1, 1, whole.stride);
        Workspace workspace = new Workspace();
        FeatureMap out = Program.outputOf(workspace, packed, whole, images, 0);
        workspace.allocate();
        Im2colBuffer im2col = im2col(3);
        try (WorkerPool pool = new WorkerPool(2)) {
            Images apart = Images.separate(arrays, new FeatureMap(1, 5, 7, 6, 1));
            pool.run(new WorkerPool.Job(), ConvolutionStep.fromImages(packed, apart, out, false, im2col));
        }
        assertNear(ReferenceOperators.convolution(input, images, 6, 5, 7, weight, bias, 3, 1, 1), out.toNchw());
    }

    /** In a workspace of its own, so that maps are alone in theirs: the test of their borders adds up all there is. */
    private static Im2colBuffer im2col(int slots) {
        Workspace workspace = new Workspace();
        Im2colBuffer im2col = new Im2colBuffer(workspace, slots);
        workspace.allocate();
        return im2col;
    }

    private static PackedConvolution packed(float[] weight, float[] bias, int in, int out, int kernel, int stride,
            int padding, int inStride) {
        return packed(weight, bias, in, out, kernel, stride, padding, inStride, 0);
    }

    private static PackedConvolution packed(float[] weight, float[] bias, int in, int out, int kernel, int stride,
            int padding, int inStride, long floats) {
        Convolution.Weights weights = new Convolution.Weights(weight, bias);
        Convolution shape = new Convolution("test", in, out, kernel, stride, padding, 1, () -> weights);
        WeightStore store = new WeightStore(Math.max(floats,
                CacheLines.rounded(PackedConvolution.floats(shape, inStride))));
        return new PackedConvolution(shape, weights, inStride, store);
    }
}
