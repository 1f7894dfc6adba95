package io.deltaframe.operators;

import io.deltaframe.benchmarks.InTurn;
import io.deltaframe.benchmarks.Report;
import io.deltaframe.benchmarks.Settings;
import io.deltaframe.benchmarks.Table;
import io.deltaframe.benchmarks.Target;
import io.deltaframe.benchmarks.Times;
import io.deltaframe.tdn.NetworkPlan;
import java.util.List;

/**
 * ResNet-101 and 16 segments. There is no ONNX graph of these: their time is compared with what ONNX Runtime would take if its time
 * for ResNet-50 with 8 segments grew with the number of operations.
 */
final class DeeperSuite {

    private DeeperSuite() { }

    /**
     * Runs the suite.
     *
     * @param args its name
     * @throws Exception if something fails
     */
    public static void main(String[] args) throws Exception {
        try (Report report = new Report(args[0]); OnnxRuntimeClip peer = new OnnxRuntimeClip(Settings.threads())) {
            double peerGflop = ConvolutionCases.gflop(Networks.resnet50(8), 224);
            Table table = NetworkSuite.clipTable("Larger networks, 224x224, beside ONNX Runtime with ResNet-50 and 8 segments: "
                    + "there is no ONNX graph of them");
            compare(report, table, "ResNet-101, 8 segments", Networks.resnet101(8), peer, peerGflop);
            compare(report, table, "ResNet-50, 16 segments", Networks.resnet50(16), peer, peerGflop);
            report.add(table);
        }
    }

    private static void compare(Report report, Table table, String name, NetworkPlan plan, OnnxRuntimeClip peer, double peerGflop)
            throws Exception {
        double gflop = ConvolutionCases.gflop(plan, 224);
        try (SimdClip clip = new SimdClip(plan, Settings.threads(), 1)) {
            List<Times> times = InTurn.time(Settings.rounds(), clip::run, peer::run);
            NetworkSuite.row(table, name, times.get(0), gflop);
            NetworkSuite.row(table, "beside it: ONNX Runtime, ResNet-50, 8 segments", times.get(1), peerGflop);
            report.conditions(times);
            report.figure(name + ": time a GFLOP over ONNX Runtime's for ResNet-50, 8 segments",
                    times.get(0).ratioTo(times.get(1)) * peerGflop / gflop, Target.atMost(0.75));
        }
    }
}
