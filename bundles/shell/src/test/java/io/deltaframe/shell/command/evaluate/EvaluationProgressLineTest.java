package io.deltaframe.shell.command.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.evaluation.EvaluationProgress;
import org.junit.jupiter.api.Test;

class EvaluationProgressLineTest {

    @Test
    void a_bar_the_precision_so_far_and_the_time_left() {
        assertEquals("[######..................] 50 of 200  Prec@1 56.80  Prec@5 84.10  3 unreadable  75 s left",
                EvaluationProgressLine.text(new EvaluationProgress(50, 0, 200, 3, 56.8, 84.1), 25));
        assertEquals("[........................] 1 of 24777  Prec@1 0.00  Prec@5 100.00  34 h 25 min left",
                EvaluationProgressLine.text(new EvaluationProgress(1, 0, 24777, 0, 0, 100), 5));
        assertEquals("[########................] 8334 of 24777  Prec@1 68.20  Prec@5 91.00  27 min left",
                EvaluationProgressLine.text(new EvaluationProgress(8334, 0, 24777, 0, 68.2, 91), 830));
    }

    @Test
    void what_earlier_runs_did_does_not_count_for_the_speed() {
        assertEquals("[############............] 100 of 200  Prec@1 50.00  Prec@5 90.00",
                EvaluationProgressLine.text(new EvaluationProgress(100, 100, 200, 0, 50, 90), 3));
        assertEquals("[##############..........] 120 of 200  Prec@1 50.00  Prec@5 90.00  40 s left",
                EvaluationProgressLine.text(new EvaluationProgress(120, 100, 200, 0, 50, 90), 10));
    }
}
