package io.deltaframe.recognizer.inference;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltaframe.recognizer.FakeEngine;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.SyntheticCheckpoint;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.Taps;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbationTest {

    /** Six bottlenecks: logits may be as large as 10000 * 2^6. */
    private static final Architecture ARCHITECTURE = new Architecture(List.of(1, 2, 2, 1), 8, 3, 8);

    private static void assertRefused(String message, float[]... answers) {
        assertEquals(message,
                assertThrows(EngineException.class, () -> Probation.judge(ARCHITECTURE, answers)).getMessage());
    }

    @Test
    void numbers_that_are_none_are_refused_of_every_clip() {
        assertRefused("expected finite logits for a clip on trial, found NaN for class 1",
                new float[] {1, Float.NaN, 2}, new float[] {3, 2, 1});
        assertRefused("expected finite logits for a clip on trial, found -Infinity for class 2",
                new float[] {1, 2, 3}, new float[] {3, 2, 1}, new float[] {3, 2, Float.NEGATIVE_INFINITY});
    }

    @Test
    void numbers_that_no_depth_explains_are_refused() {
        assertRefused("expected logits of at most 6e+05 of a network of 6 bottlenecks, found -7e+05 for class 0",
                new float[] {1, 2, 3}, new float[] {-7e5f, 2, 1});
        assertDoesNotThrow(() -> Probation.judge(ARCHITECTURE, new float[] {1, 2, 3}, new float[] {-6e5f, 2, 1}));
    }

    @Test
    void one_number_for_every_class_is_refused() {
        assertRefused("expected logits that tell classes apart, found 0.25 for every class of a clip on trial",
                new float[] {0.25f, 0.25f, 0.25f}, new float[] {0.5f, 0.5f, 0.5f});
        assertRefused("expected logits that tell classes apart, found 0.0 for every class of a clip on trial",
                new float[3], new float[3]);
    }

    @Test
    void one_answer_for_every_video_is_refused_but_for_what_rounding_makes() {
        assertRefused("expected answers that depend on the video, found the same for two clips on trial that have "
                + "nothing in common", new float[] {1, 2, 3}, new float[] {1, Math.nextUp(2f), 3},
                new float[] {9, 9, 9});
    }

    /** A head that has all but lost its weights gives what its biases say. */
    @Test
    void answers_that_a_video_hardly_changes_are_refused() {
        assertRefused("expected answers that depend on the video, found logits that change by 1e-05 at most between "
                + "clips on trial that have nothing in common, beside 1e+01 between classes",
                new float[] {0, 7, 14}, new float[] {0, 7.00002f, 14}, new float[] {0, 7, 14});
        assertRefused("expected answers that depend on the video, found logits that change by 5e-04 at most between "
                + "clips on trial that have nothing in common, beside 1e+01 between classes",
                new float[] {0, 7, 14}, new float[] {0, 7.00075f, 14});
        // What all logits have in common changes no score
        assertRefused("expected answers that depend on the video, found logits that change by 0e+00 at most between "
                + "clips on trial that have nothing in common, beside 1e+01 between classes",
                new float[] {0, 7, 14}, new float[] {1, 8, 15});
    }

    /** One class may have the whole score for all clips on trial, which are not what a network was trained on. */
    @Test
    void answers_of_one_class_pass_if_they_depend_on_the_video() {
        assertDoesNotThrow(() -> Probation.judge(ARCHITECTURE, new float[] {40, 0.5f, 0}, new float[] {43, 0, 0.5f}));
    }

    /** The released code draws the weights of its head with a deviation of 0.001. */
    @Test
    void faint_answers_of_a_new_head_pass() {
        assertDoesNotThrow(() -> Probation.judge(ARCHITECTURE, new float[] {1, 2e-3f, -1e-3f},
                new float[] {1, 3e-3f, -1e-3f}));
        Architecture one = new Architecture(List.of(1, 1, 1, 1), 8, 1, 8);
        assertDoesNotThrow(() -> Probation.judge(one, new float[] {0.5f}, new float[] {0.25f}));
    }

    private static CompiledNetwork compile(FakeEngine engine) throws Exception {
        return engine.compile(new NetworkPlan(ARCHITECTURE, Normalization.IMAGENET,
                new SyntheticCheckpoint(ARCHITECTURE)), Taps.NONE);
    }

    @Test
    void a_network_answers_four_clips_and_nothing_is_left_open() throws Exception {
        FakeEngine engine = new FakeEngine("fake");
        try (CompiledNetwork network = compile(engine)) {
            Probation.examine(network, 224);
            assertEquals(2 * 8 + 2, engine.encodedSegments.get());
            assertEquals(0, engine.openFeatures.get());
        }
    }

    @Test
    void a_failure_on_trial_is_the_engines() throws Exception {
        FakeEngine engine = new FakeEngine("fake");
        try (CompiledNetwork network = compile(engine)) {
            engine.fault = new IllegalStateException("device lost");
            assertEquals("expected an answer to a clip on trial, found a failure: device lost",
                    assertThrows(EngineException.class, () -> Probation.examine(network, 224)).getMessage());
            assertEquals(0, engine.openFeatures.get());
        }
    }
}
