package io.deltaframe.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationMetricsTest {

    private final EvaluationMetrics metrics = new EvaluationMetrics(7);
    private int number;

    private void add(int label, Double... scores) {
        metrics.add(new Outcome(new ListedVideo(number, ++number, "v", "/v", 0, label), 9, List.of(scores), List.of(),
                ""));
    }

    @Test
    void precision_is_the_share_of_right_classes_among_the_best() {
        add(0, .9, .1, 0., 0., 0., 0., 0.);
        add(6, .9, .8, .7, .6, .5, .4, .3);
        add(4, .9, .8, .7, .6, .5, .4, .3);
        metrics.add(new Outcome(new ListedVideo(3, 4, "v", "/v", 0, 1), 0, List.of(), List.of(), "unreadable"));
        assertEquals(100.0 / 3, metrics.precision1());
        assertEquals(200.0 / 3, metrics.precision5());
        assertEquals(25, metrics.precision1OfAll());
        assertEquals(50, metrics.precision5OfAll());
        assertEquals(100.0 / 3, metrics.classAccuracy());
        assertEquals(List.of(new EvaluationMetrics.Unreadable(4, "v", "unreadable")), metrics.unreadable());
        // A line of any length does not flood a terminal
        String path = "a".repeat(200_000);
        metrics.add(new Outcome(new ListedVideo(4, 5, path, "/" + path, 0, 1), 0, List.of(), List.of(),
                "/" + path + ": there is no such file or folder"));
        List<String> shown = new Results(null, metrics, 0, 1, 1, Map.of()).unreadable();
        assertEquals("line 4: v: unreadable", shown.getFirst());
        assertTrue(shown.get(1).startsWith("line 5: /aaa") && shown.get(1).endsWith(
                "a: there is no such file or folder") && shown.get(1).length() < 1000, shown.get(1));
    }

    @Test
    void equal_scores_rank_in_order_of_index() {
        add(1, .5, .5, 0., 0., 0., 0., 0.);
        assertEquals(0, metrics.precision1());
        add(0, .5, .5, 0., 0., 0., 0., 0.);
        assertEquals(50, metrics.precision1());
        add(4, .5, .5, 0., 0., 0., 0., 0.);
        add(5, .5, .5, 0., 0., 0., 0., 0.);
        assertEquals(75, metrics.precision5());
    }

    @Test
    void the_worst_confusions_come_first() {
        for (int i = 0; i < 3; i++) {
            add(2, 0., 1., 0., 0., 0., 0., 0.);
            add(3, 0., 0., 0., 0., 1., 0., 0.);
        }
        add(2, 0., 0., 1., 0., 0., 0., 0.);
        add(5, 1., 0., 0., 0., 0., 0., 0.);
        assertEquals(List.of(new EvaluationMetrics.Confusion(3, 4, 3, 1),
                new EvaluationMetrics.Confusion(2, 1, 3, 0.75), new EvaluationMetrics.Confusion(5, 0, 1, 1)),
                metrics.mostConfused(10));
        assertEquals(1, metrics.mostConfused(1).size());
        assertEquals(25.0 / 3, metrics.classAccuracy());
    }
}
