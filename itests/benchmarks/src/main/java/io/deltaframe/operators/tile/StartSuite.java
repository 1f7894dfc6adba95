package io.deltaframe.operators.tile;

import io.deltaframe.benchmarks.InTurn;
import io.deltaframe.benchmarks.Machine;
import io.deltaframe.benchmarks.Networks;
import io.deltaframe.benchmarks.Report;
import io.deltaframe.benchmarks.Settings;
import io.deltaframe.benchmarks.Table;
import io.deltaframe.benchmarks.Table.Column;
import io.deltaframe.benchmarks.Target;
import io.deltaframe.benchmarks.Times;
import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.operators.network.NetworkWarmUp;
import io.deltaframe.operators.network.PackedNetwork;
import io.deltaframe.operators.network.SimdNetwork;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.engine.Taps;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether tiles are compiled equally well each time: in JVM after JVM a ResNet-50 is warmed as activating a model does,
 * and then each of its tiles is timed in turn with a copy of its class that has only known long runs.
 */
final class StartSuite {

    private static final int STARTS = 10;
    private static final int INPUTS = 256;

    /**
     * A tile that is compiled worse than this would be noticed in a clip; what neighbours do to a core is less, in
     * turn.
     */
    private static final double WELL = 0.85;

    private StartSuite() { }

    /**
     * Runs the suite.
     *
     * @param args its name, or {@code once} in one of the JVMs
     * @throws Exception if something fails
     */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("once")) {
            once();
            return;
        }
        try (Report report = new Report(args[0])) {
            List<Tile> tiles = tiles();
            List<Column> columns =
                    new ArrayList<>(List.of(new Column("start", "%d"), new Column("activation s", "%.1f")));
            tiles.forEach(tile -> columns.add(new Column(tile.getClass().getSimpleName(), "%.2f")));
            Table table = new Table("Speed of a tile as the warm-up left it over a copy that has only known long runs, "
                    + INPUTS + " inputs, one thread", columns.toArray(Column[]::new));
            double worst = Double.POSITIVE_INFINITY;
            for (int start = 1; start <= STARTS; start++) {
                List<Object> row = new ArrayList<>(List.of(start));
                for (String figure : fork(args[0])) {
                    row.add(Double.valueOf(figure));
                }
                for (Object ratio : row.subList(2, row.size())) {
                    worst = Math.min(worst, (Double) ratio);
                }
                table.row(row.toArray());
            }
            report.add(table);
            report.figure("the worst tile of " + STARTS + " starts", worst, Target.atLeast(WELL));
        }
    }

    /** The tiles that a ResNet-50 has most of. */
    private static List<Tile> tiles() {
        return Lanes.WIDE_REGISTER_FILE ? List.of(new Tile6x4(), new Tile12x1By2())
                : List.of(new Tile3x3(), new Tile4x2(), new Tile12x1());
    }

    private static void once() throws Exception {
        long start = System.nanoTime();
        WorkerPool pool = new WorkerPool(Settings.threads());
        NetworkWarmUp.run(new SimdNetwork(PackedNetwork.load(Networks.resnet50(8)), pool, Taps.NONE));
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "FIGURES %.3f",
                (System.nanoTime() - start) / 1e9));
        pool.close();
        for (Tile tile : tiles()) {
            // No network has pixels so far apart
            int distance = Im2colBuffer.STRIDE + 16;
            TileUnderTest copy = new TileUnderTest(Tiles.at(tile, distance), distance, INPUTS);
            TileUnderTest warmed = new TileUnderTest(tile, Im2colBuffer.STRIDE, INPUTS);
            // Only the copy: what the warm-up left is measured as it is
            TileSuite.warmUp(List.of(copy::run));
            List<Times> times = InTurn.time(2 * Settings.rounds(), copy::run, warmed::run);
            line.append(String.format(Locale.ROOT, " %.3f", times.get(0).ratioTo(times.get(1))));
        }
        System.out.println(line);
    }

    private static List<String> fork(String suite) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StartSuite.class.getName(), "once"));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String figures = out.lines().filter(line -> line.startsWith("FIGURES ")).findFirst().orElse(null);
            if (process.waitFor() != 0 || figures == null) {
                throw new IOException("a JVM of suite " + suite + " on " + Machine.describe() + " ended with "
                        + process.exitValue());
            }
            return List.of(figures.substring("FIGURES ".length()).split(" "));
        }
    }
}
