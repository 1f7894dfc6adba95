package io.deltaframe.tdn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltaframe.tdn.checkpoint.ForwardingCheckpoint;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightChecksTest {

    /** Eight channels wide: the stems have 8 filters, of 147 and of 588 weights. */
    private static final Architecture ARCHITECTURE = new Architecture(List.of(1, 1, 1, 1), 8, 3, 8);

    /** A plan of made-up weights of which some are zero. */
    private static NetworkPlan zeroed(String zeroed, int from, int to) {
        Checkpoint checkpoint = new ForwardingCheckpoint(new SyntheticCheckpoint(ARCHITECTURE)) {
            @Override
            public float[] read(String key) throws CheckpointException {
                float[] values = super.read(key);
                if (key.equals(zeroed)) {
                    Arrays.fill(values, from, Math.min(to, values.length), 0);
                }
                return values;
            }
        };
        return new NetworkPlan(ARCHITECTURE, Normalization.IMAGENET, checkpoint);
    }

    private static void assertRefused(String message, Convolution.Source source) {
        assertEquals("synthetic weights: " + message + ": was the file written to its end?",
                assertThrows(CheckpointException.class, source::load).getMessage());
    }

    @Test
    void a_convolution_of_zeros_is_named() {
        assertRefused("base_model.conv1.weight: expected weights, found 1176 zeros and nothing else",
                zeroed("base_model.conv1.weight", 0, Integer.MAX_VALUE).rgbStem()::load);
        Bottleneck.LongTerm longTerm = zeroed("base_model.layer2_bak.0.mse.conv2.weight", 0, Integer.MAX_VALUE)
                .stage(2).getFirst().longTerm().orElseThrow();
        assertRefused("base_model.layer2_bak.0.mse.conv2.weight: expected weights, found 9 zeros and nothing else",
                longTerm.excitation().depthwise()::load);
        longTerm = zeroed("base_model.layer2_bak.0.shift.conv.weight", 0, Integer.MAX_VALUE)
                .stage(2).getFirst().longTerm().orElseThrow();
        Bottleneck.TemporalConvolution mixing = longTerm.mixing();
        assertRefused("base_model.layer2_bak.0.shift.conv.weight: expected weights, found 48 zeros and nothing else",
                () -> new Convolution.Weights(mixing.load(), new float[0]));
    }

    @Test
    void variances_of_zero_are_named_and_those_of_few_channels_are_not() throws Exception {
        assertRefused("base_model.bn1.running_var: expected variances, found zero in all 8 channels",
                zeroed("base_model.bn1.running_var", 0, 8).rgbStem()::load);
        assertRefused("base_model.bn1.running_var: expected variances, found zero in 4 of 8 channels, whose filters "
                + "are not zero", zeroed("base_model.bn1.running_var", 4, 8).rgbStem()::load);
        zeroed("base_model.bn1.running_var", 0, 3).rgbStem().load();
    }

    @Test
    void variances_of_zero_behind_filters_of_zeros_are_what_training_comes_to() throws Exception {
        Checkpoint checkpoint = new ForwardingCheckpoint(new SyntheticCheckpoint(ARCHITECTURE)) {
            @Override
            public float[] read(String key) throws CheckpointException {
                float[] values = super.read(key);
                if (key.equals("base_model.conv1.weight") || key.equals("base_model.bn1.running_var")) {
                    Arrays.fill(values, 0, values.length / 8 * 7, 0);
                }
                return values;
            }
        };
        new NetworkPlan(ARCHITECTURE, Normalization.IMAGENET, checkpoint).rgbStem().load();
    }

    @Test
    void a_page_of_zeros_within_filters_is_named() {
        assertRefused("base_model.conv1_5.0.weight: expected weights, found 1024 zeros in a row from element 1000 of "
                + "4704", zeroed("base_model.conv1_5.0.weight", 1000, 2024).differenceStem()::load);
        assertRefused("base_model.conv1_5.0.weight: expected weights, found 2704 zeros in a row from element 2000 of "
                + "4704", zeroed("base_model.conv1_5.0.weight", 2000, 4704).differenceStem()::load);
    }

    @Test
    void a_head_that_ends_with_zeros_is_named() {
        assertRefused("new_fc.weight: expected weights, found 64 zeros in a row from element 704 of 768",
                zeroed("new_fc.weight", 704, 768)::loadHead);
        assertRefused("new_fc.weight: expected weights, found 768 zeros and nothing else",
                zeroed("new_fc.weight", 0, 768)::loadHead);
    }

    @Test
    void what_pruning_and_initialisation_leave_is_no_fault() throws Exception {
        // Filters that were pruned as a whole, single weights, a class that nothing speaks for
        zeroed("base_model.conv1_5.0.weight", 588, 3 * 588).differenceStem().load();
        zeroed("base_model.conv1_5.0.weight", 1000, 2000).differenceStem().load();
        zeroed("new_fc.weight", 512, 768).loadHead();
        zeroed("new_fc.bias", 0, 3).loadHead();
        // A residual branch that begins as nothing
        zeroed("base_model.layer1_bak.0.bn3.weight", 0, 32).stage(1).getFirst().expand().load();
        zeroed("base_model.bn1.running_mean", 0, 8).rgbStem().load();
        zeroed("base_model.bn1.bias", 0, 8).rgbStem().load();
    }
}
