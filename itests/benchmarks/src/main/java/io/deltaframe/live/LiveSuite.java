package io.deltaframe.live;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveOptions.Gate;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.video.StreamSource;
import io.deltaframe.api.video.VideoStream;
import io.deltaframe.benchmarks.InTurn;
import io.deltaframe.benchmarks.Report;
import io.deltaframe.benchmarks.Settings;
import io.deltaframe.benchmarks.Table;
import io.deltaframe.benchmarks.Table.Column;
import io.deltaframe.benchmarks.Target;
import io.deltaframe.benchmarks.Times;
import io.deltaframe.live.gate.StreamGate;
import io.deltaframe.live.session.LiveSessionsComponent;
import io.deltaframe.video.FfmpegVideoSource;
import io.deltaframe.video.FfmpegVideoWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Live windows: computed in part, not at all where nothing moves, and of sixteen cameras at once. */
public final class LiveSuite {

    private static final int CAMERAS = 16;
    private static final Duration LONG = Duration.ofMinutes(10);
    /** Stream time that a still scene is watched for with the gate, and without it. */
    private static final int GATED_SECONDS = 120;
    private static final int OPEN_SECONDS = 24;
    /** Pictures a second where they need no decoding: as many as the gate looks at. */
    private static final int LOOKS = 8;

    private final StreamSource source = new FfmpegVideoSource(Map.of(), null);
    private final Report report;

    private LiveSuite(Report report) {
        this.report = report;
    }

    /**
     * Runs the suite.
     *
     * @param args its name; {@code benchmarks.only}: parts of it, of windows, gate, decode and cameras
     * @throws Exception if something fails
     */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("live-benchmark");
        Path file = folder.resolve("yard.mp4");
        try (Report report = new Report(args[0])) {
            LiveSuite suite = new LiveSuite(report);
            if (wanted("windows") || wanted("gate")) {
                try (LiveNetwork network = LiveNetwork.resnet50()) {
                    if (wanted("windows")) {
                        suite.windows(network);
                    }
                    if (wanted("gate")) {
                        suite.gate(network);
                    }
                }
            }
            if (wanted("decode") || wanted("cameras")) {
                new FfmpegVideoWriter().write(file, 25, 4_000_000, new Yard(1280, 720, 25 * seconds(), 25, true));
            }
            if (wanted("decode")) {
                suite.decode(file.toString());
            }
            if (wanted("cameras")) {
                try (LiveNetwork network = LiveNetwork.embedded()) {
                    suite.cameras(network, file.toString());
                }
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static boolean wanted(String part) {
        return Settings.only().matcher(part).find();
    }

    private static int seconds() {
        return Integer.getInteger("benchmarks.seconds", 30);
    }

    private void windows(LiveNetwork network) throws Exception {
        List<Frame> pictures = new ArrayList<>();
        new Yard(256, 256, 97, 25, true).forEach(pictures::add);
        try (HeldNetworks held = network.hold();
                AdvancingWindows whole = new AdvancingWindows(held, pictures, 8, 0);
                AdvancingWindows exact = new AdvancingWindows(held, pictures, 1, 0);
                AdvancingWindows three = new AdvancingWindows(held, pictures, 1, 3);
                AdvancingWindows two = new AdvancingWindows(held, pictures, 1, 2)) {
            List<Times> times = InTurn.time(Settings.rounds(), whole::next, exact::next, three::next, two::next);
            Table table = new Table("TDN-ResNet-50, 8 segments: a live window, from frames to scores",
                    Column.text("window"), new Column("ms", "%.0f"), new Column("best", "%.0f"),
                    new Column("over a whole one", "%.2f"), new Column("of the best", "%.2f"));
            String[] names = {"whole: no segment is known", "advances by a segment, exact",
                "advances by a segment, incremental 3", "advances by a segment, incremental 2"};
            for (int i = 0; i < names.length; i++) {
                table.row(names[i], times.get(i).median(), times.get(i).min(), times.get(i).ratioTo(times.get(0)),
                        times.get(i).min() / times.get(0).min());
            }
            report.add(table);
            report.conditions(times);
            report.figure("exact window over a whole one", times.get(1).ratioTo(times.get(0)), Target.atMost(0.8));
            report.figure("incremental 3 over a whole one", times.get(2).ratioTo(times.get(0)), Target.atMost(0.45));
            report.figure("incremental 2 over a whole one", times.get(3).ratioTo(times.get(0)), Target.atMost(0.35));
        }
    }

    private void gate(LiveNetwork network) throws Exception {
        LiveSessionsComponent live = Sessions.over(network);
        List<Frame> pictures = new ArrayList<>();
        new Yard(256, 256, LOOKS * GATED_SECONDS, LOOKS, false).forEach(pictures::add);
        int rounds = Math.max(1, Settings.rounds() / 3);
        int[] forced = {10, 30, 60};
        double[][] ratios = new double[forced.length][rounds];
        for (int round = -1; round < rounds; round++) {
            double open = millis(live, Gate.OFF, 10, pictures.subList(0, LOOKS * OPEN_SECONDS)) / OPEN_SECONDS;
            for (int i = 0; i < forced.length && round >= 0; i++) {
                ratios[i][round] = open / (millis(live, Gate.ON, forced[i], pictures) / GATED_SECONDS);
            }
        }
        Table table = new Table("A still scene on TDN-ResNet-50, windows of 3 s every 1.125 s: as many times the "
                + "cameras as without the gate", Column.text("the network looks every"), new Column("median", "%.1f"),
                new Column("best", "%.1f"));
        for (int i = 0; i < forced.length; i++) {
            Times times = new Times(ratios[i], new double[rounds]);
            table.row(forced[i] + " s", times.median(), Arrays.stream(ratios[i]).max().orElseThrow());
        }
        report.add(table);
        for (int i = 0; i < forced.length; i++) {
            report.figure("cameras with the gate over those without, a look every " + forced[i] + " s",
                    new Times(ratios[i], new double[rounds]).median(), Target.atLeast(20));
        }
    }

    private static double millis(LiveSessionsComponent live, Gate gate, int forced, List<Frame> pictures)
            throws InterruptedException {
        LiveOptions options = LiveOptions.of("yard").withGate(gate, Duration.ofSeconds(forced));
        long begin = System.nanoTime();
        try (LiveSession session = live.open(options, new LiveListener() { })) {
            for (Frame picture : pictures) {
                session.push(picture);
                session.drain(LONG);
            }
            if (session.status().dropped() > 0) {
                throw new IllegalStateException("windows were dropped: " + session.status());
            }
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private void decode(String file) throws Exception {
        List<Frame> shrunk = new ArrayList<>();
        new Yard(256, 256, 250, 25, true).forEach(shrunk::add);
        List<Times> times = InTurn.time(Settings.rounds(), () -> {
            try (VideoStream stream = source.openStream(file, 1)) {
                for (int i = 0; i < shrunk.size() && stream.next(); i++) {
                    stream.frame();
                }
            }
        }, () -> {
            StreamGate gate = new StreamGate(true);
            for (Frame frame : shrunk) {
                gate.take(frame.timestampMicros(), false, gate.cells(frame, 0));
            }
        });
        Table table = new Table("250 frames of 25 a second", Column.text("what"), new Column("ms", "%.1f"),
                new Column("best", "%.1f"));
        table.row("decoding 1280x720 of H.264 on one thread, to RGB", times.get(0).median(), times.get(0).min());
        table.row("the motion gate", times.get(1).median(), times.get(1).min());
        report.add(table);
        report.figure("the gate over decoding", times.get(1).ratioTo(times.get(0)), Target.atMost(0.02));
    }

    private void cameras(LiveNetwork network, String file) throws Exception {
        Cameras cameras = new Cameras(network, source, file);
        // Compiles what there is to compile
        cameras.processorNanos();
        double whole = Math.min(cameras.processorNanos(), cameras.processorNanos()) / 1e9;
        double decoding = Math.min(cameras.decodingNanos(), cameras.decodingNanos()) / 1e9;
        List<LiveStatus> status = cameras.watch(CAMERAS);
        long windows = status.stream().mapToLong(LiveStatus::windows).sum();
        long dropped = status.stream().mapToLong(LiveStatus::dropped).sum();
        Duration lag = status.stream().map(LiveStatus::lagP95).max(Duration::compareTo).orElseThrow();
        Table table = new Table(CAMERAS + " cameras, 1280x720 at 25 frames a second, the embedded model, windows of 3 "
                + "s every 1.125 s, for " + seconds() + " s", Column.text("what"), new Column("measured", "%.3f"));
        table.row("processors that as many cameras take, by the processor time of one alone", CAMERAS * whole);
        table.row("of these for decoding alone, without conversion and resizing", CAMERAS * decoding);
        table.row("windows answered", (double) windows);
        table.row("windows dropped", (double) dropped);
        table.row("lag that 95 of 100 windows keep to, of the slowest camera, in s", lag.toNanos() / 1e9);
        report.add(table);
        report.figure("windows dropped", (double) dropped, Target.atMost(0));
        report.figure("lag p95 of the slowest camera, in hops", lag.toNanos() / 1.125e9, Target.atMost(1));
    }
}
