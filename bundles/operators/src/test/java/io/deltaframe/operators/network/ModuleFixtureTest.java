package io.deltaframe.operators.network;


import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.goldens.GoldenRun;
import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.convolution.WeightStore;
import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Images;
import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.operators.program.Program;
import io.deltaframe.operators.program.ReferenceOperators;
import io.deltaframe.operators.program.TemporalConvolutionStep;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.Bottleneck;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import io.deltaframe.tdn.engine.Taps;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single modules of the released code, on odd sizes and with two clips in a batch. */
class ModuleFixtureTest {

    /** Floats enough for the weights of any of these modules. */
    private static final int FLOATS = 1 << 20;

    private static final double TOLERANCE = 1e-4;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"mse-c16-t8-h14w14, 8", "mse-c32-t8-h7w9, 8", "mse-c48-t16-h5w4, 16"})
    void motionExcitation(String name, int segments) throws Exception {
        try (Module module = new Module(name)) {
            int channels = module.shape("input", 1);
            PackedBottleneck.LongTerm packed = module.longTerm("", channels);
            module.run(segments, (program, x) -> {
                new StageSteps(program)
                        .excite(packed, null, Images.of(x), x, new StageSteps.ExcitationMaps(program, packed, x));
                return x;
            });
        }
    }

    @Test
    void temporalConvolution() throws Exception {
        try (Module module = new Module("shift-c16-t8")) {
            float[] weights = module.checkpoint.read("conv.weight");
            module.run(8, (program, x) -> {
                FeatureMap mixed = new FeatureMap(x.images, x.height, x.width, x.channels, 1);
                program.add(new TemporalConvolutionStep(weights, null, x, mixed));
                return mixed;
            });
        }
    }

    @Test
    void bottleneckWithLongTermPart() throws Exception {
        try (Module module = new Module("bottleneck-shift-c64")) {
            PackedBottleneck bottleneck = new PackedBottleneck("layer", module.packed("conv1", "bn1", 64, 16, 1),
                    module.longTerm("mse.", 16), module.packed("conv2", "bn2", 16, 16, 3),
                    module.packed("conv3", "bn3", 16, 64, 1), null);
            module.run(8, (program, x) -> {
                FeatureMap spatial = new FeatureMap(x.images, x.height, x.width, 16, 0);
                new StageSteps(program).rest(List.of(bottleneck), x, spatial);
                return x;
            });
        }
    }

    private interface Build {
        FeatureMap into(Program program, FeatureMap x);
    }

    private final class Module implements AutoCloseable {

        final Checkpoint checkpoint;

        Module(String name) throws CheckpointException {
            checkpoint = Checkpoints.open(Fixtures.copy("modules/" + name + ".safetensors", folder));
        }

        int shape(String key, int dimension) {
            return checkpoint.tensors().get(key).shape().get(dimension);
        }

        PackedConvolution packed(String key, String norm, int in, int out, int kernel) throws CheckpointException {
            Convolution convolution = convolution(key, norm, in, out, kernel, 1);
            return new PackedConvolution(convolution, convolution.load(), Lanes.padded(in), new WeightStore(FLOATS));
        }

        PackedBottleneck.LongTerm longTerm(String prefix, int channels) throws CheckpointException {
            int squeezed = channels / 16;
            String shift = prefix.isEmpty() ? "" : "shift.conv.weight";
            return PackedBottleneck.load(new Bottleneck.LongTerm(
                    Bottleneck.MotionExcitation.fold(
                            convolution(prefix + "conv1", prefix + "bn1", channels, squeezed, 1, 1),
                            convolution(prefix + "conv2", null, squeezed, squeezed, 3, squeezed),
                            convolution(prefix + "conv3_smallscale2", prefix + "bn3_smallscale2",
                                    squeezed, squeezed, 3, 1),
                            convolution(prefix + "conv3_smallscale4", prefix + "bn3_smallscale4",
                                    squeezed, squeezed, 3, 1),
                            convolution(prefix + "conv3", prefix + "bn3", squeezed, channels, 1, 1)),
                    new Bottleneck.TemporalConvolution(shift, channels, () -> new Convolution.Weights(
                            shift.isEmpty() ? new float[channels * 3] : checkpoint.read(shift), new float[0]))),
                    new WeightStore(FLOATS));
        }

        /** Folds by the definition, in double precision: not with the code under test. */
        private Convolution convolution(String key, String norm, int in, int out, int kernel, int groups) {
            return new Convolution(key, in, out, kernel, 1, kernel / 2, groups, () -> {
                float[] weight = checkpoint.read(key + ".weight");
                float[] bias = Optional.ofNullable(checkpoint.tensors().get(key + ".bias")).isPresent()
                        ? checkpoint.read(key + ".bias") : new float[out];
                if (norm != null) {
                    float[] gamma = checkpoint.read(norm + ".weight");
                    float[] beta = checkpoint.read(norm + ".bias");
                    float[] mean = checkpoint.read(norm + ".running_mean");
                    float[] variance = checkpoint.read(norm + ".running_var");
                    for (int o = 0; o < out; o++) {
                        double scale = gamma[o] / Math.sqrt(variance[o] + 1e-5);
                        for (int i = 0; i < weight.length / out; i++) {
                            weight[o * (weight.length / out) + i] *= (float) scale;
                        }
                        bias[o] = (float) ((bias[o] - mean[o]) * scale + beta[o]);
                    }
                }
                return new Convolution.Weights(weight, bias);
            });
        }

        void run(int segments, Build build) throws CheckpointException {
            int channels = shape("input", 1);
            int height = shape("input", 2);
            int width = shape("input", 3);
            int clip = segments * channels * height * width;
            float[] input = checkpoint.read("input");
            float[] expected = checkpoint.read("output");
            try (WorkerPool pool = new WorkerPool(3)) {
                Program program = new Program(pool, Taps.NONE);
                FeatureMap x = new FeatureMap(segments, height, width, channels, 0);
                FeatureMap out = build.into(program, x);
                program.allocate();
                for (int from = 0; from < input.length; from += clip) {
                    ReferenceOperators.fill(x, Arrays.copyOfRange(input, from, from + clip));
                    program.run();
                    float[] part = Arrays.copyOfRange(expected, from, from + clip);
                    GoldenRun.assertClose(part, out.toNchw(), TOLERANCE, "output");
                }
            }
        }

        @Override
        public void close() throws CheckpointException {
            checkpoint.close();
        }
    }
}
