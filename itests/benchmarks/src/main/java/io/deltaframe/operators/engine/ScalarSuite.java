package io.deltaframe.operators.engine;

import io.deltaframe.benchmarks.InTurn;
import io.deltaframe.benchmarks.Memory;
import io.deltaframe.benchmarks.Networks;
import io.deltaframe.benchmarks.Report;
import io.deltaframe.benchmarks.Settings;
import io.deltaframe.benchmarks.Table;
import io.deltaframe.benchmarks.Target;
import io.deltaframe.benchmarks.Times;
import io.deltaframe.operators.convolution.ConvolutionCases;
import io.deltaframe.scalar.engine.ScalarClip;
import io.deltaframe.tdn.NetworkPlan;
import java.util.List;

/** ResNet-50, 8 segments: a clip on the engine in plain Java against one on the Vector API. */
final class ScalarSuite {

    private ScalarSuite() { }

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
        NetworkPlan plan = Networks.resnet50(8);
        double gflop = ConvolutionCases.gflop(plan, 224);
        try (ScalarClip scalar = new ScalarClip(plan, Settings.threads());
                SimdClip simd = new SimdClip(plan, Settings.threads(), 1)) {
            List<Times> times = InTurn.time(Settings.rounds(), simd::run, scalar::run);
            Table table = NetworkSuite.clipTable("TDN-ResNet-50, 8 segments, 224x224, one clip from bytes");
            NetworkSuite.row(table, "on the Vector API", times.get(0), gflop);
            NetworkSuite.row(table, "in plain Java", times.get(1), gflop);
            report.add(table);
            report.conditions(times);
            report.figure("plain Java over the Vector API", times.get(1).ratioTo(times.get(0)), Target.atMost(6));
            report.figure("allocation a clip in plain Java: bytes", Memory.allocatedByRun(3, scalar::run));
        }
    }
}
