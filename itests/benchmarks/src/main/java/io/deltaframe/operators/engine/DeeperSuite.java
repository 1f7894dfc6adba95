package io.deltaframe.operators.engine;

import io.deltaframe.benchmarks.InTurn;
import io.deltaframe.benchmarks.Networks;
import io.deltaframe.benchmarks.Report;
import io.deltaframe.benchmarks.Settings;
import io.deltaframe.benchmarks.Table;
import io.deltaframe.benchmarks.Target;
import io.deltaframe.benchmarks.Times;
import io.deltaframe.operators.convolution.ConvolutionCases;
import io.deltaframe.operators.engine.OnnxRuntimeClip.Graph;
import io.deltaframe.tdn.NetworkPlan;
import java.util.List;

/** ResNet-101 and 16 segments, against ONNX Runtime on the same networks. */
final class DeeperSuite {

    private DeeperSuite() { }

    /**
     * Runs the suite.
     *
     * @param args its name
     * @throws Exception if something fails
     */
    public static void main(String[] args) throws Exception {
        try (Report report = new Report(args[0])) {
            Table table = NetworkSuite.clipTable("Larger networks, 224x224, one clip from bytes; ONNX Runtime "
                    + OnnxRuntimeClip.version() + " from normalised floats");
            compare(report, table, "ResNet-101, 8 segments", Networks.resnet101(8), Graph.RESNET_101);
            compare(report, table, "ResNet-50, 16 segments", Networks.resnet50(16), Graph.RESNET_50_16);
            report.add(table);
        }
    }

    private static void compare(Report report, Table table, String name, NetworkPlan plan, Graph graph)
            throws Exception {
        double gflop = ConvolutionCases.gflop(plan, 224);
        try (SimdClip clip = new SimdClip(plan, Settings.threads(), 1);
                OnnxRuntimeClip peer = new OnnxRuntimeClip(graph, Settings.threads())) {
            List<Times> times = InTurn.time(Settings.rounds(), clip::run, peer::run);
            NetworkSuite.row(table, name, times.get(0), gflop);
            NetworkSuite.row(table, name + ", ONNX Runtime", times.get(1), gflop);
            report.conditions(times);
            report.figure(name + ": clip over ONNX Runtime", times.get(0).ratioTo(times.get(1)),
                    Target.atMost(NetworkSuite.CLIP));
            report.figure("the same of shortest times", times.get(0).min() / times.get(1).min());
        }
    }
}
