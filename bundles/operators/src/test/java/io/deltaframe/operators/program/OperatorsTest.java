package io.deltaframe.operators.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import io.deltaframe.operators.network.GoldenNetworkTest;
import io.deltaframe.operators.tile.Im2colBuffer;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.engine.Taps;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator against its definition, over sizes that fit no tile and no vector. */
class OperatorsTest {

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
        "2, 14, 14, 32, 32, 3, 1, 1"})
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

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 3, 9", "7, 8, 16", "9, 5, 33", "14, 15, 64"})
    void maxPoolIsItsDefinition(int height, int width, int channels) {
        float[] input = ReferenceOperators.random(random, channels * height * width);
        for (int i = 0; i < input.length; i++) {
            input[i] = Math.max(0, input[i]);
        }
        FeatureMap in = new FeatureMap(1, height, width, channels, 1);
        ReferenceOperators.fill(in, input);
        FeatureMap out = new FeatureMap(1, (height - 1) / 2 + 1, (width - 1) / 2 + 1, channels, 0);
        run(new MaxPoolStep(in, out));
        assertArrayEquals(ReferenceOperators.maxPool(input, channels, height, width), out.toNchw());
    }

    @ParameterizedTest
    @CsvSource({"32, 32", "33, 35", "50, 31", "17, 64"})
    void inputsAreNormalisedAndDifferencesAveraged(int height, int width) {
        byte[] frames = new byte[3 + 5 * height * width * 3];
        random.nextBytes(frames);
        byte[] segment = java.util.Arrays.copyOfRange(frames, 3, frames.length);
        Normalization normalization = Normalization.IMAGENET;
        double[] mean = {0.485, 0.456, 0.406};
        double[] std = {0.229, 0.224, 0.225};
        FeatureMap rgb = FeatureMap.dense(1, height, width, 3, 3);
        FeatureMap differences = FeatureMap.dense(1, height / 2, width / 2, 12, 3);
        InputStep step = new InputStep(normalization, rgb, differences);
        step.segment(frames, 3);
        run(step);

        float[] expected = new float[3 * height * width];
        for (int i = 0; i < expected.length; i++) {
            int c = i / (height * width);
            expected[i] = (float) ReferenceOperators.normalized(segment, height, width, 2, i / width % height,
                    i % width, c, mean, std);
        }
        assertNear(expected, rgb.toNchw());
        assertBorderIsZero(rgb);

        float[] scaled = differences.toNchw();
        int pixels = (height / 2) * (width / 2);
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) (1 / (4 * 255 * std[i / pixels % 3]));
        }
        assertNear(ReferenceOperators.differences(segment, height, width, mean, std), scaled);
        assertBorderIsZero(differences);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "28, 56", "7, 14", "5, 11", "4, 9", "13, 27", "3, 7", "29, 57", "31, 63", "1, 3", "333, 667"})
    void nearestFollowsTheFloorOfTheExactRatio(int in, int out) {
        int[] places = FusionStep.nearest(in, out);
        for (int i = 0; i < out; i++) {
            assertEquals((int) ((long) i * in / out), places[i], "place " + i);
        }
    }

    @Test
    void fusionMixesInTheGivenShares() {
        float[] rgbValues = ReferenceOperators.random(random, 9 * 7 * 5);
        float[] branchValues = ReferenceOperators.random(random, 9 * 3 * 2);
        FeatureMap rgb = new FeatureMap(1, 7, 5, 9, 0);
        FeatureMap branch = new FeatureMap(1, 3, 2, 9, 0);
        ReferenceOperators.fill(rgb, rgbValues);
        ReferenceOperators.fill(branch, branchValues);
        FusionStep step = new FusionStep(rgb, branch, 0.75f, 0.25f, rgb);
        run(step);
        float[] expected = new float[rgbValues.length];
        for (int i = 0; i < expected.length; i++) {
            int y = i / 5 % 7;
            int x = i % 5;
            expected[i] = 0.75f * rgbValues[i] + 0.25f * branchValues[i / 35 * 6 + y * 3 / 7 * 2 + x * 2 / 5];
        }
        assertNear(expected, rgb.toNchw());
    }

    @Test
    void tanhIsAccurateEverywhere() {
        float[] values = new float[4096 * Lanes.L];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - values.length / 2) * (24f / values.length);
        }
        float[] result = values.clone();
        ExcitationStep.tanh(result, 0, result.length);
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            worst = Math.max(worst, Math.abs(result[i] - Math.tanh(values[i])));
        }
        assertTrue(worst < 4e-7, "off by " + worst);
        float[] ends = new float[Lanes.L];
        java.util.Arrays.fill(ends, Float.POSITIVE_INFINITY);
        ends[1] = Float.NEGATIVE_INFINITY;
        ends[2] = Float.NaN;
        ExcitationStep.tanh(ends, 0, 1);
        assertEquals(1f, ends[0], 1e-6f);
        assertEquals(-1f, ends[1], 1e-6f);
        assertTrue(Float.isNaN(ends[2]), "a NaN must stay visible");
    }

    /**
     * The runs with limited vectors must not silently test the full width again; narrower machines than asked for are
     * fine.
     */
    @Test
    void vectorsAreNotWiderThanThisRunAsksFor() {
        int lanes = Integer.getInteger("deltaframe.test.lanes", 16);
        assertTrue(Lanes.L <= lanes, "vectors have " + Lanes.L + " lanes");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void poolRunsEveryTaskOnceForManyCallers(int threads) throws Exception {
        try (WorkerPool pool = new WorkerPool(threads)) {
            Thread[] callers = new Thread[5];
            java.util.concurrent.atomic.AtomicInteger wrong = new java.util.concurrent.atomic.AtomicInteger();
            for (int c = 0; c < callers.length; c++) {
                callers[c] = new Thread(() -> {
                    WorkerPool.Job job = new WorkerPool.Job();
                    for (int round = 0; round < 500; round++) {
                        int tasks = round % 37;
                        java.util.concurrent.atomic.AtomicIntegerArray ran =
                                new java.util.concurrent.atomic.AtomicIntegerArray(37);
                        pool.run(job, step(tasks, (task, slot) -> {
                            ran.incrementAndGet(task);
                            if (slot >= threads) {
                                wrong.incrementAndGet();
                            }
                        }));
                        for (int i = 0; i < 37; i++) {
                            if (ran.get(i) != (i < tasks ? 1 : 0)) {
                                wrong.incrementAndGet();
                            }
                        }
                    }
                });
                callers[c].start();
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertEquals(0, wrong.get());
        }
    }

    @Test
    void poolHandsAFailureToItsCallerAndGoesOn() {
        try (WorkerPool pool = new WorkerPool(3)) {
            WorkerPool.Job job = new WorkerPool.Job();
            RuntimeException failure = org.junit.jupiter.api.Assertions.assertThrows(IllegalStateException.class,
                    () -> pool.run(job, step(50, (task, slot) -> {
                        if (task == 7) {
                            throw new IllegalStateException("task 7");
                        }
                    })));
            assertEquals("task 7", failure.getMessage());
            int[] sum = new int[1];
            pool.run(job, step(1, (task, slot) -> sum[0]++));
            assertEquals(1, sum[0]);
        }
    }

    private interface Body {
        void run(int task, int slot);
    }

    private static Step step(int tasks, Body body) {
        return new Step() {
            @Override
            public int tasks() {
                return tasks;
            }

            @Override
            public void run(int task, int slot) {
                body.run(task, slot);
            }
        };
    }

    private static void run(Step step) {
        try (WorkerPool pool = new WorkerPool(2)) {
            pool.run(new WorkerPool.Job(), step);
        }
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

    private static void assertNear(float[] expected, float[] actual) {
        GoldenNetworkTest.assertClose(expected, actual);
    }

    private static void assertBorderIsZero(FeatureMap map) {
        double inside = 0;
        for (float value : map.toNchw()) {
            inside += Math.abs(value);
        }
        double all = 0;
        for (float value : map.data) {
            all += Math.abs(value);
        }
        assertEquals(inside, all, 1e-3 * (1 + all), "border and channel padding must stay zero");
    }
}
