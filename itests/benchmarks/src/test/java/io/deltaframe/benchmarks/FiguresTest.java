package io.deltaframe.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltaframe.benchmarks.Table.Column;
import org.junit.jupiter.api.Test;

/** How figures are made, judged and printed. */
class FiguresTest {

    @Test
    void ratiosAreTakenRoundByRound() {
        // The machine was four times as slow in the second round
        Times ours = new Times(new double[] {10, 40, 11}, new double[3]);
        Times peer = new Times(new double[] {20, 80, 22}, new double[3]);
        assertEquals(0.5, ours.ratioTo(peer), 1e-12);
        assertEquals(11, ours.median());
        assertEquals(10, ours.min());
        assertEquals(2.5, new Times(new double[] {2, 1, 4, 3}, new double[4]).median());
    }

    @Test
    void targetsAreMetAtTheBound() {
        assertEquals("ok", Target.atMost(0.75).verdict(0.75));
        assertEquals("MISS", Target.atMost(0.75).verdict(0.76));
        assertEquals("ok", Target.atLeast(1.85).verdict(1.85));
        assertEquals("MISS", Target.atLeast(1.85).verdict(1.84));
        assertEquals("MISS", Target.atMost(3).verdict(Double.NaN));
        assertEquals("≤ 0.75", Target.atMost(0.75).toString());
        assertEquals("≥ 3", Target.atLeast(3).toString());
    }

    @Test
    void tablesLineUp() {
        Table table = new Table("Speeds", Column.text("what"), new Column("ms", "%.1f"));
        table.row("a clip", 12.34);
        table.row("b", "");
        assertEquals("""
                Speeds

                | what   |   ms |
                |:-------|-----:|
                | a clip | 12.3 |
                | b      |      |
                """, table.toString());
        assertThrows(IllegalArgumentException.class, () -> table.row("c"));
    }
}
