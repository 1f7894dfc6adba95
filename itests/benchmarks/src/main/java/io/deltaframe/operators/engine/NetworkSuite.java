package io.deltaframe.operators.engine;

import io.deltaframe.benchmarks.InTurn;
import io.deltaframe.benchmarks.Memory;
import io.deltaframe.benchmarks.Networks;
import io.deltaframe.benchmarks.Report;
import io.deltaframe.benchmarks.Settings;
import io.deltaframe.benchmarks.Table;
import io.deltaframe.benchmarks.Table.Column;
import io.deltaframe.benchmarks.Target;
import io.deltaframe.benchmarks.Times;
import io.deltaframe.operators.convolution.ConvolutionCases;
import io.deltaframe.operators.engine.OnnxRuntimeClip.Graph;
import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.tdn.NetworkPlan;
import java.util.List;

/** ResNet-50, 8 segments: activation, a whole clip against ONNX Runtime, and the parts of a clip. */
final class NetworkSuite {

    private static final int BATCH = 4;

    /**
     * What a clip should take at most, of ONNX Runtime's time: with 32 vector registers C2 does better than with 16.
     */
    static final double CLIP = Lanes.WIDE_REGISTER_FILE ? 0.5 : 0.6;

    private NetworkSuite() { }

    /**
     * Runs the suite.
     *
     * @param args its name
     * @throws Exception if something fails
     */
    public static void main(String[] args) throws Exception {
        try (Report report = new Report(args[0])) {
            run(report);
        }
    }

    private static void run(Report report) throws Exception {
        int threads = Settings.threads();
        int rounds = Settings.rounds();
        NetworkPlan plan = Networks.resnet50(8);
        double gflop = ConvolutionCases.gflop(plan, 224);

        long start = System.nanoTime();
        try (SimdClip clip = new SimdClip(plan, threads, 1)) {
            double activation = millisSince(start);
            start = System.nanoTime();
            clip.run();
            double first = millisSince(start);
            double heap = Memory.heap();

            try (OnnxRuntimeClip peer = new OnnxRuntimeClip(Graph.RESNET_50, threads);
                    OnnxRuntimeClip singlePeer = new OnnxRuntimeClip(Graph.RESNET_50, 1);
                    SimdClip single = new SimdClip(plan, 1, 1)) {
                List<Times> times = InTurn.time(rounds, clip::run, peer::run, clip::encode, clip::classify,
                        clip::advance, single::run, singlePeer::run);
                Table table = clipTable("TDN-ResNet-50, 8 segments, 224x224, one clip from bytes; ONNX Runtime "
                        + OnnxRuntimeClip.version() + " from normalised floats");
                String many = threads + " threads";
                row(table, "clip, " + many, times.get(0), gflop);
                row(table, "ONNX Runtime, " + many, times.get(1), gflop);
                row(table, "encode, " + many, times.get(2), 0);
                row(table, "classify, " + many, times.get(3), 0);
                row(table, "window advancing by a segment, " + many, times.get(4), 0);
                row(table, "clip, 1 thread", times.get(5), gflop);
                row(table, "ONNX Runtime, 1 thread", times.get(6), gflop);
                report.add(table);
                report.conditions(times);
                report.figure("clip over ONNX Runtime, " + many + " (aim 0.50)", times.get(0).ratioTo(times.get(1)),
                        Target.atMost(CLIP));
                report.figure("the same of shortest times", times.get(0).min() / times.get(1).min());
                report.figure("clip over ONNX Runtime, 1 thread", times.get(5).ratioTo(times.get(6)),
                        Target.atMost(0.7));
                if (threads == 2) {
                    report.figure("2 threads over 1: speed", times.get(5).ratioTo(times.get(0)), Target.atLeast(1.85));
                } else {
                    report.figure(threads + " threads over 1: speed", times.get(5).ratioTo(times.get(0)));
                }
                report.figure("advancing by a segment over a whole clip", times.get(4).ratioTo(times.get(0)),
                        Target.atMost(0.8));
                report.figure("activation in a JVM that has compiled nothing: s", activation / 1000);
                report.figure("first clip after activation over the median", first / times.get(0).median(),
                        Target.atMost(3));
            }
            report.figure("allocation a clip: bytes", Memory.allocatedByRun(5, clip::run), Target.atMost(1024));
            report.figure("heap with the network and its contexts: MB", heap, Target.atMost(450));

            try (SimdClip batch = new SimdClip(plan, threads, BATCH)) {
                List<Times> times = InTurn.time(Math.max(3, rounds / 2), clip::run, batch::run);
                report.figure("a clip of " + BATCH + " in a call over one alone",
                        times.get(1).ratioTo(times.get(0)) / BATCH, Target.atMost(1.03));
            }
        }
    }

    static Table clipTable(String title) {
        return new Table(title, Column.text("what"), new Column("median ms", "%.1f"), new Column("best ms", "%.1f"),
                new Column("GFLOP/s", "%.1f"), new Column("waited", "%.2f"));
    }

    /** A row of the table; {@code gflop} is 0 where it makes no sense. */
    static void row(Table table, String what, Times times, double gflop) {
        table.row(what, times.median(), times.min(), gflop == 0 ? "" : 1000 * gflop / times.median(),
                times.waited());
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
