package io.deltaframe.tdn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan folds into weights beyond the batch normalisation, against the checkpoint's tensors by the formulas. */
class FoldedWeightsTest {

    private static final String EXCITATION = "base_model.layer2_bak.0.mse.";

    @TempDir
    Path folder;

    private Checkpoint checkpoint;
    private NetworkPlan plan;

    @BeforeEach
    void open() throws Exception {
        checkpoint = Checkpoints.open(Fixtures.copy("checkpoints/tiny-8f.safetensors", folder));
        plan = new NetworkPlan(Architectures.detect(checkpoint, 0), Normalization.IMAGENET, checkpoint);
    }

    @AfterEach
    void close() throws Exception {
        checkpoint.close();
    }

    /** Sums of bytes over 2x2 pixels times these are averages of normalised differences times the released ones. */
    @Test
    void the_difference_stem_takes_sums_of_bytes() throws Exception {
        double[] std = {0.229, 0.224, 0.225};
        Convolution.Weights folded = plan.differenceStem().load();
        Convolution.Weights released = released("base_model.conv1_5.0", "base_model.conv1_5.1");
        for (int i = 0; i < folded.weight().length; i++) {
            assertNear(released.weight()[i] / (4 * 255 * std[i / 49 % 3]), folded.weight()[i]);
        }
        assertNear(released.bias(), folded.bias());
    }

    @Test
    void the_full_scale_adds_its_input() throws Exception {
        Convolution.Weights folded = excitation().fullAndSelf().load();
        Convolution.Weights released = released(EXCITATION + "conv3_smallscale4", EXCITATION + "bn3_smallscale4");
        int channels = released.bias().length;
        for (int i = 0; i < folded.weight().length; i++) {
            boolean own = i / 9 / channels == i / 9 % channels && i % 9 == 4;
            assertNear(released.weight()[i] + (own ? 1 : 0), folded.weight()[i]);
        }
        assertNear(released.bias(), folded.bias());
    }

    @Test
    void the_expansion_is_half_of_that_of_a_third() throws Exception {
        Convolution.Weights folded = excitation().halfExpand().load();
        Convolution.Weights released = released(EXCITATION + "conv3", EXCITATION + "bn3");
        for (int i = 0; i < folded.weight().length; i++) {
            assertNear(released.weight()[i] / 6.0, folded.weight()[i]);
        }
        for (int o = 0; o < folded.bias().length; o++) {
            assertNear(released.bias()[o] / 2.0, folded.bias()[o]);
        }
    }

    /** Nothing is folded into what was folded: each reading starts from the checkpoint. */
    @Test
    void weights_can_be_loaded_again() throws Exception {
        assertNear(excitation().fullAndSelf().load().weight(), excitation().fullAndSelf().load().weight());
        assertNear(plan.differenceStem().load().weight(), plan.differenceStem().load().weight());
    }

    private Bottleneck.MotionExcitation excitation() {
        return plan.stage(2).getFirst().longTerm().orElseThrow().excitation();
    }

    private Convolution.Weights released(String key, String norm) throws CheckpointException {
        float[] weight = checkpoint.read(key + ".weight");
        float[] mean = checkpoint.read(norm + ".running_mean");
        float[] variance = checkpoint.read(norm + ".running_var");
        float[] gamma = checkpoint.read(norm + ".weight");
        float[] beta = checkpoint.read(norm + ".bias");
        float[] bias = checkpoint.tensors().containsKey(key + ".bias") ? checkpoint.read(key + ".bias")
                : new float[beta.length];
        int row = weight.length / bias.length;
        for (int o = 0; o < bias.length; o++) {
            double scale = gamma[o] / Math.sqrt(variance[o] + 1e-5);
            for (int i = o * row; i < (o + 1) * row; i++) {
                weight[i] = (float) (weight[i] * scale);
            }
            bias[o] = (float) (beta[o] + (bias[o] - mean[o]) * scale);
        }
        return new Convolution.Weights(weight, bias);
    }

    private static void assertNear(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertNear(expected[i], actual[i]);
        }
    }

    private static void assertNear(double expected, double actual) {
        assertEquals(expected, actual, 1e-5 * (1e-3 + Math.abs(expected)));
    }
}
