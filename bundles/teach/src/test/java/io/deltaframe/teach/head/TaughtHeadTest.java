package io.deltaframe.teach.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.teach.Lesson;
import io.deltaframe.teach.dataset.LessonClip;
import io.deltaframe.teach.dataset.LessonFolder;
import io.deltaframe.teach.feature.ClipFeatures;
import io.deltaframe.teach.learner.LinearHead;
import io.deltaframe.teach.learner.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Heads fitted to features drawn around centres. */
class TaughtHeadTest {

    private static final int SIZE = 24;
    private static final List<String> ACTIONS = List.of("clap", "jump", "wave");

    private final Random random = new Random(5);
    private final double[][] centres = new double[5][];

    TaughtHeadTest() {
        for (int k = 0; k < centres.length; k++) {
            centres[k] = random.doubles(SIZE, -1, 1).toArray();
        }
    }

    /** The last centre is that of negatives. */
    private Example example(int centre, int label, String group, double noise) {
        float[][] views = new float[3][SIZE];
        for (float[] view : views) {
            for (int j = 0; j < SIZE; j++) {
                view[j] = (float) (centres[centre][j] + noise * random.nextGaussian());
            }
        }
        String path = label + "/" + group + "-" + random.nextInt(100000);
        return new Example(new LessonClip(path, Path.of(path), label, group), new ClipFeatures(3, SIZE, views));
    }

    private List<Example> lesson(int each, double noise) {
        List<Example> examples = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < each; i++) {
                examples.add(example(k, k, "g" + i, noise));
            }
        }
        return examples;
    }

    private static int best(LinearHead head, Example example) {
        double[] scores = head.scores(new Sample(example.features().mean(1), new float[0], 0, 1));
        int best = 0;
        for (int k = 1; k < scores.length; k++) {
            best = scores[k] > scores[best] ? k : best;
        }
        return best;
    }

    @Test
    void recognises_other_clips_and_says_none_of_what_it_has_negatives_of() throws Exception {
        List<Example> examples = lesson(6, 0.3);
        for (int i = 0; i < 6; i++) {
            examples.add(example(4, LessonFolder.NONE, "n" + i, 0.3));
        }
        TaughtHead taught = TaughtHead.of(examples, ACTIONS, Lesson.BEST_LEARNER, 0);
        assertEquals(1.0, taught.accuracy());
        assertEquals(List.of(List.of(6, 0, 0, 0), List.of(0, 6, 0, 0), List.of(0, 0, 6, 0), List.of(0, 0, 0, 18)),
                taught.confusion());
        assertEquals(0, taught.alarmsPerHour());
        assertEquals(3.0 / (6 * 3 / 3600.0), taught.mostPerHour(), 1);
        for (int k = 0; k < 3; k++) {
            assertEquals(k, best(taught.head(), example(k, k, "", 0.3)));
        }
        assertEquals(3, best(taught.head(), example(4, LessonFolder.NONE, "", 0.3)));
    }

    @Test
    void one_action_is_told_from_negatives() throws Exception {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            examples.add(example(0, 0, "g" + i, 0.3));
            examples.add(example(4, LessonFolder.NONE, "n" + i, 0.3));
        }
        TaughtHead taught = TaughtHead.of(examples, List.of("clap"), Lesson.BEST_LEARNER, 1);
        assertEquals(0, best(taught.head(), example(0, 0, "", 0.3)));
        assertEquals(1, best(taught.head(), example(4, 0, "", 0.3)));
    }

    @Test
    void without_negatives_a_warning_and_a_threshold_that_keeps_most() throws Exception {
        TaughtHead taught = TaughtHead.of(lesson(6, 0.3), ACTIONS, Lesson.BEST_LEARNER, 1);
        assertTrue(Double.isFinite(taught.threshold()));
        assertTrue(taught.warnings().getFirst().startsWith("no negatives"), taught.warnings().toString());
        assertEquals(18, taught.confusion().get(0).get(0) + taught.confusion().get(1).get(1)
                + taught.confusion().get(2).get(2));
    }

    @Test
    void from_one_clip_each_nothing_is_measured() throws Exception {
        TaughtHead taught = TaughtHead.of(lesson(1, 0.3), ACTIONS, Lesson.BEST_LEARNER, 1);
        assertEquals("discriminant", taught.learner());
        assertTrue(Double.isNaN(taught.accuracy()) && Double.isNaN(taught.threshold()));
        assertEquals(List.of(), taught.confusion());
        for (int k = 0; k < 3; k++) {
            assertEquals(k, best(taught.head(), example(k, k, "", 0.3)));
        }
    }

    @Test
    void a_clip_in_the_wrong_folder_is_named() throws Exception {
        List<Example> examples = lesson(6, 0.2);
        Example wrong = example(2, 0, "g9", 0.2);
        examples.add(wrong);
        TaughtHead taught = TaughtHead.of(examples, ACTIONS, Lesson.BEST_LEARNER, 1);
        assertEquals(1, taught.suspicious().size(), taught.suspicious().toString());
        assertTrue(taught.suspicious().getFirst().startsWith(wrong.clip().path() + ": looks like 'wave' ("),
                taught.suspicious().getFirst());
    }

    @Test
    void the_same_clips_give_the_same_head() throws Exception {
        List<Example> examples = lesson(5, 0.8);
        for (String learner : TaughtHead.learnerNames()) {
            LinearHead one = TaughtHead.of(examples, ACTIONS, learner, 1).head();
            LinearHead other = TaughtHead.of(examples, ACTIONS, learner, 1).head();
            assertArrayEquals(one.weights(), other.weights(), learner);
            assertArrayEquals(one.bias(), other.bias(), learner);
        }
    }

    /** The base's head is sure of what is around its centres; new actions are elsewhere. */
    @Test
    void beside_the_classes_of_the_base_neither_side_drowns_the_other() throws Exception {
        double[][] rows = {scaled(centres[3], 2), scaled(centres[4], 2)};
        BaseClasses base = new BaseClasses(new LinearHead(rows, new double[2]));
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            examples.add(example(0, 0, "g" + i, 0.3));
            examples.add(example(1, 1, "g" + i, 0.3));
        }
        LinearHead head = TaughtHead.beside(base, examples, List.of("clap", "jump"), Lesson.BEST_LEARNER, 1).head();
        assertEquals(4, head.bias().length);
        int right = 0;
        for (int i = 0; i < 20; i++) {
            right += best(head, example(3, 0, "", 0.3)) == 0 ? 1 : 0;
            right += best(head, example(4, 0, "", 0.3)) == 1 ? 1 : 0;
            right += best(head, example(0, 0, "", 0.3)) == 2 ? 1 : 0;
            right += best(head, example(1, 0, "", 0.3)) == 3 ? 1 : 0;
        }
        assertTrue(right >= 76, right + " of 80");
    }

    private static double[] scaled(double[] row, double factor) {
        return Arrays.stream(row).map(value -> value * factor).toArray();
    }

    @Test
    void how_many_more_alarms_there_may_be() {
        assertEquals(2.996, Threshold.most(0), 1e-3);
        assertEquals(4.744, Threshold.most(1), 1e-3);
        assertEquals(16.96, Threshold.most(10), 1e-2);
    }
}
