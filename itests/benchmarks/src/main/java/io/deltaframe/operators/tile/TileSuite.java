package io.deltaframe.operators.tile;

import io.deltaframe.benchmarks.InTurn;
import io.deltaframe.benchmarks.Report;
import io.deltaframe.benchmarks.Settings;
import io.deltaframe.benchmarks.Table;
import io.deltaframe.benchmarks.Table.Column;
import io.deltaframe.benchmarks.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All candidates for register tiles on one thread, in turn, beside as many multiply-adds as the core can do. What comes
 * out best here belongs into {@link TileSource#SHIPPED} and {@code Tiles}.
 */
final class TileSuite {

    /**
     * The fewest inputs a network has many of, what goes at once from the first-level cache, and what comes from the
     * second.
     */
    private static final int[] INPUTS = {64, 256, 1024};

    /** Short turns: a neighbour on the core's other hardware thread comes and goes within seconds. */
    private static final int ROUNDS_A_ROUND = 4;

    private static final long WARM_NANOS = 200_000_000;

    private TileSuite() { }

    /**
     * Runs the suite.
     *
     * @param args its name
     * @throws Exception if something fails
     */
    public static void main(String[] args) throws Exception {
        try (Report report = new Report(args[0])) {
            List<TileSource> candidates = TileCandidates.all().stream()
                    .filter(candidate -> Settings.only().matcher(candidate.candidateName()).find()).toList();
            List<Tile> tiles = new ArrayList<>();
            for (TileSource candidate : candidates) {
                tiles.add(TileCandidates.compile(candidate));
            }
            for (int inputs : INPUTS) {
                report.add(measure(candidates, tiles, inputs));
            }
        }
    }

    private static Table measure(List<TileSource> candidates, List<Tile> tiles, int inputs) throws Exception {
        List<TileUnderTest> tests =
                tiles.stream().map(tile -> new TileUnderTest(tile, Im2colBuffer.STRIDE, inputs)).toList();
        FmaPeak peak = new FmaPeak();
        List<InTurn.Work> works = new ArrayList<>(tests.stream().<InTurn.Work>map(test -> test::run).toList());
        works.add(peak::run);
        warmUp(works);
        List<Times> times = InTurn.time(ROUNDS_A_ROUND * Settings.rounds(), works.toArray(InTurn.Work[]::new));
        Table table = new Table("Tiles with " + inputs
                + " inputs, one thread; ratios to multiply-adds in registers, of shortest times" + " and of medians",
                Column.text("pixels x vectors"), new Column("inputs a turn", "%d"), Column.text("first in a turn"),
                Column.text("counter"), new Column("best GFLOP/s", "%.1f"), new Column("median", "%.1f"),
                new Column("of peak, best", "%.2f"), new Column("of peak", "%.2f"), Column.text(""));
        Times most = times.getLast();
        for (int i = 0; i < tests.size(); i++) {
            TileSource tile = candidates.get(i);
            double gflop = 1000 * tests.get(i).gflop();
            Times time = times.get(i);
            double share = tests.get(i).gflop() / FmaPeak.gflop();
            table.row(tile.pixels() + "x" + tile.vectors(), tile.unrolled(), words(tile.order()), words(tile.counter()),
                    gflop / time.min(), gflop / time.median(), share * most.min() / time.min(),
                    share * most.ratioTo(time), TileSource.SHIPPED.contains(tile) ? "in use" : "");
        }
        double gflop = 1000 * FmaPeak.gflop();
        table.row("multiply-adds in registers", 1, "", "", gflop / most.min(), gflop / most.median(), 1.0, 1.0, "");
        return table;
    }

    /** Until the compiler, which has one thread, is done with all of them: they would be measured beside it. */
    static void warmUp(List<InTurn.Work> works) throws Exception {
        for (int i = 0; i < 3; i++) {
            for (InTurn.Work work : works) {
                long end = System.nanoTime() + WARM_NANOS;
                while (System.nanoTime() - end < 0) {
                    work.run();
                }
            }
        }
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
