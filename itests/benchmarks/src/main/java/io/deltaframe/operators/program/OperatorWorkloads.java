package io.deltaframe.operators.program;

import io.deltaframe.benchmarks.Nchw;
import io.deltaframe.benchmarks.Workload;
import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.convolution.WeightStore;
import io.deltaframe.operators.layout.CacheLines;
import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Images;
import io.deltaframe.operators.layout.Workspace;
import io.deltaframe.operators.tile.Im2colBuffer;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.Normalization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * The operators beside convolutions, each on the largest maps it meets in ResNet-50 with 8 segments at 224x224. Besides
 * {@code ConvolutionUnderTest} the only place of this module that knows how the engine makes its steps.
 */
public final class OperatorWorkloads {

    private static final Random RANDOM = new Random(1);

    private OperatorWorkloads() { }

    /** {@return makers of the workloads by name} */
    public static SequencedMap<String, Supplier<Workload>> all() {
        SequencedMap<String, Supplier<Workload>> all = new LinkedHashMap<>();
        all.put("input", OperatorWorkloads::input);
        all.put("segment difference", OperatorWorkloads::segmentDifference);
        all.put("average pooling", OperatorWorkloads::averagePooling);
        all.put("upsampling", OperatorWorkloads::upsampling);
        // So little a run that the values, changed in place, neither vanish nor overflow
        all.put("excitation", () -> excitation(1e-8f));
        all.put("temporal convolution", OperatorWorkloads::temporalConvolution);
        all.put("max pooling", OperatorWorkloads::maxPooling);
        all.put("fusion", OperatorWorkloads::fusion);
        all.put("head", OperatorWorkloads::head);
        return all;
    }

    private static Workload input() {
        byte[] frames = new byte[Architecture.FRAMES_PER_SEGMENT * 224 * 224 * 3];
        RANDOM.nextBytes(frames);
        FeatureMap[] rgb = {FeatureMap.dense(1, 224, 224, 3, 3), FeatureMap.dense(1, 224, 224, 3, 3)};
        FeatureMap[] differences = {FeatureMap.dense(1, 112, 112, 12, 3), FeatureMap.dense(1, 112, 112, 12, 3)};
        InputStep step = new InputStep(Normalization.IMAGENET, rgb[0], differences[0]);
        step.segment(frames, 0);
        return workload(step, () -> {
            PlainOperators.normalize(frames, Normalization.IMAGENET, rgb[1]);
            PlainOperators.differences(frames, 224, differences[1]);
        }, frames.length + 4L * 224 * 224 * 3 + 4L * 112 * 112 * 12, () -> joined(rgb[0], differences[0]),
                () -> joined(rgb[1], differences[1]));
    }

    private static Workload segmentDifference() {
        float[] weights = Nchw.random(RANDOM, 8 * 9, 1);
        FeatureMap squeezed = random(8, 56, 8, 1);
        FeatureMap[] out = maps(16, 56, 8, 1);
        return workload(new SegmentDifferenceStep(weights, null, squeezed, out[0]),
                () -> PlainOperators.segmentDifferences(weights, squeezed, out[1]), squeezed, out);
    }

    private static Workload averagePooling() {
        FeatureMap in = random(16, 56, 8, 1);
        FeatureMap[] out = maps(16, 28, 8, 1);
        return workload(new AveragePoolStep(in, out[0]), () -> PlainOperators.averagePool(in, out[1]), in, out);
    }

    private static Workload upsampling() {
        FeatureMap in = random(16, 28, 8, 0);
        FeatureMap[] out = maps(16, 56, 8, 0);
        return workload(new UpsampleStep(in, out[0]), () -> PlainOperators.upsample(in, out[1]), in, out);
    }

    /** Motion excitation; {@code scale} multiplies the argument of the hyperbolic tangent. */
    static Workload excitation(float scale) {
        Convolution shape = new Convolution("expand", 8, 128, 1, 1, 0, 1, () -> {
            throw new IllegalStateException("weights are given");
        });
        Convolution.Weights expand =
                new Convolution.Weights(Nchw.random(RANDOM, 128 * 8, scale), Nchw.random(RANDOM, 128, scale));
        FeatureMap scales = random(16, 56, 8, 0);
        FeatureMap[] x = maps(8, 56, 128, 0);
        Nchw.fill(x[0], Nchw.random(RANDOM, 8 * 128 * 56 * 56, 1));
        System.arraycopy(x[0].data, 0, x[1].data, 0, x[0].data.length);
        WeightStore store = new WeightStore(CacheLines.rounded(PackedConvolution.floats(shape, scales.stride)));
        Workspace workspace = new Workspace();
        Step step = new ExcitationStep(new PackedConvolution(shape, expand, scales.stride, store), scales,
                Images.of(x[0]), x[0], ExcitationStep.scratch(workspace, 1, 128), new Im2colBuffer(workspace, 1));
        workspace.allocate();
        return workload(step, () -> PlainOperators.excite(expand, scales, x[1]), bytes(scales) + 2 * bytes(x[0]),
                x[0]::toNchw, x[1]::toNchw);
    }

    private static Workload temporalConvolution() {
        float[] weights = Nchw.random(RANDOM, 128 * 3, 1);
        FeatureMap in = random(8, 56, 128, 0);
        FeatureMap[] out = maps(8, 56, 128, 1);
        return workload(new TemporalConvolutionStep(weights, null, in, out[0]),
                () -> PlainOperators.temporalConvolution(weights, in, out[1]), in, out);
    }

    private static Workload maxPooling() {
        FeatureMap in = random(1, 112, 64, 1);
        for (int i = 0; i < in.data.length; i++) {
            in.data[i] = Math.max(0, in.data[i]);
        }
        FeatureMap[] out = maps(1, 56, 64, 0);
        return workload(new MaxPoolStep(in, out[0]), () -> PlainOperators.maxPool(in, out[1]), in, out);
    }

    private static Workload fusion() {
        FeatureMap rgb = random(1, 56, 256, 0);
        FeatureMap branch = random(1, 28, 256, 0);
        FeatureMap[] out = maps(1, 56, 256, 0);
        FusionStep step = new FusionStep(rgb, branch, 0.5f, 0.5f, out[0]);
        return workload(step, () -> PlainOperators.fuse(rgb, branch, out[1]),
                bytes(rgb) + bytes(branch) + bytes(out[0]), out[0]::toNchw, out[1]::toNchw);
    }

    private static Workload head() {
        Convolution.Weights weights =
                new Convolution.Weights(Nchw.random(RANDOM, 174 * 2048, 1), Nchw.random(RANDOM, 174, 1));
        FeatureMap maps = random(8, 7, 2048, 0);
        Head head = new Head(weights, 2048);
        float[] buffer = head.buffer(8);
        float[][] logits = new float[2][174];
        float[] features = new float[2048];
        return new Timed(() -> {
            head.pool(maps, buffer, 0);
            head.classify(buffer, 8, logits[0]);
        }, () -> PlainOperators.classify(weights, maps, features, logits[1]), bytes(maps) + 4L * 174 * 2048,
                () -> logits[0], () -> logits[1]);
    }

    private static FeatureMap[] maps(int images, int size, int channels, int pad) {
        return new FeatureMap[] {new FeatureMap(images, size, size, channels, pad),
                new FeatureMap(images, size, size, channels, pad)};
    }

    private static FeatureMap random(int images, int size, int channels, int pad) {
        FeatureMap map = new FeatureMap(images, size, size, channels, pad);
        Nchw.fill(map, Nchw.random(RANDOM, images * size * size * channels, 1));
        return map;
    }

    private static long bytes(FeatureMap map) {
        return 4L * map.images * map.height * map.width * map.channels;
    }

    private static float[] joined(FeatureMap rgb, FeatureMap differences) {
        float[] a = rgb.toNchw();
        float[] b = differences.toNchw();
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static Workload workload(Step step, Runnable plain, FeatureMap in, FeatureMap[] out) {
        return workload(step, plain, bytes(in) + bytes(out[0]), out[0]::toNchw, out[1]::toNchw);
    }

    private static Workload workload(Step step, Runnable plain, long bytes, Supplier<float[]> engineResult,
                                     Supplier<float[]> plainResult) {
        return new Timed(() -> {
            for (int task = 0; task < step.tasks(); task++) {
                step.run(task, 0);
            }
        }, plain, bytes, engineResult, plainResult);
    }

    private record Timed(Runnable engineRun, Runnable plainRun, long bytes, Supplier<float[]> engineOut,
            Supplier<float[]> plainOut) implements Workload {

        @Override
        public void engine() {
            engineRun.run();
        }

        @Override
        public void plain() {
            plainRun.run();
        }

        @Override
        public float[] engineResult() {
            return engineOut.get();
        }

        @Override
        public float[] plainResult() {
            return plainOut.get();
        }
    }
}
