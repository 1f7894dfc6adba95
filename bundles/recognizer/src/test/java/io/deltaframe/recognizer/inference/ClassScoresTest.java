package io.deltaframe.recognizer.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.api.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassScoresTest {

    private static final List<String> LABELS = List.of("a", "b", "c");

    @Test
    void scoresAreTheMeanOfEachViewsSoftmax() {
        ClassScores scores = new ClassScores(3);
        scores.add(new float[] {0, 0, 0});
        scores.add(new float[] {(float) Math.log(2), 0, (float) Math.log(5)});
        List<Action> ranking = ClassScores.ranking(scores.softmax(), LABELS);
        assertEquals(List.of("c", "a", "b"), ranking.stream().map(Action::label).toList());
        assertEquals((1 / 3.0 + 5 / 8.0) / 2, ranking.get(0).score(), 1e-7);
        assertEquals((1 / 3.0 + 2 / 8.0) / 2, ranking.get(1).score(), 1e-7);
        assertEquals((1 / 3.0 + 1 / 8.0) / 2, ranking.get(2).score(), 1e-7);
    }

    @Test
    void equalScoresRankInOrderOfIndex() {
        ClassScores scores = new ClassScores(3);
        scores.add(new float[] {1, 7, 1});
        assertEquals(List.of(1, 0, 2), ClassScores.ranking(scores.softmax(), LABELS).stream().map(Action::index)
                .toList());
    }

    @Test
    void largeLogitsDoNotOverflow() {
        ClassScores scores = new ClassScores(3);
        scores.add(new float[] {3e38f, -3e38f, 3e38f});
        assertEquals(0.5, ClassScores.ranking(scores.softmax(), LABELS).getFirst().score(), 0);
    }

    @Test
    void logitsAreAveragedOverViews() {
        ClassScores scores = new ClassScores(3);
        scores.add(new float[] {1, 2, -3});
        scores.add(new float[] {2, 2, 5});
        assertEquals(List.of(1.5f, 2f, 1f), scores.logits());
    }

    @Test
    void clampedLogitsLoseWhatIsNegativeBeforeTheyAreAveraged() {
        ClassScores scores = new ClassScores(3);
        scores.add(new float[] {1, -2, -3});
        scores.add(new float[] {2, 2, -1});
        assertArrayEquals(new double[] {1.5, 1, 0}, scores.clamped());
    }
}
