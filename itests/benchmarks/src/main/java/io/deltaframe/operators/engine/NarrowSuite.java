package io.deltaframe.operators.engine;

import io.deltaframe.benchmarks.InTurn;
import io.deltaframe.benchmarks.Networks;
import io.deltaframe.benchmarks.Report;
import io.deltaframe.benchmarks.Settings;
import io.deltaframe.benchmarks.Table;
import io.deltaframe.benchmarks.Target;
import io.deltaframe.benchmarks.Times;
import io.deltaframe.operators.convolution.ConvolutionCases;
import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.tdn.NetworkPlan;
import java.util.List;

/** A clip in a JVM whose vectors are limited by a flag, against ONNX Runtime, which the flag does not reach. */
final class NarrowSuite {

    private NarrowSuite() { }

    /**
     * Runs the suite.
     *
     * @param args its name
     * @throws Exception if something fails
     */
    public static void main(String[] args) throws Exception {
        NetworkPlan plan = Networks.resnet50(8);
        double gflop = ConvolutionCases.gflop(plan, 224);
        int bits = Lanes.SPECIES.vectorBitSize();
        try (Report report = new Report(args[0]);
                SimdClip clip = new SimdClip(plan, Settings.threads(), 1);
                OnnxRuntimeClip peer = new OnnxRuntimeClip(OnnxRuntimeClip.Graph.RESNET_50, Settings.threads())) {
            List<Times> times = InTurn.time(Settings.rounds(), clip::run, peer::run);
            Table table = NetworkSuite.clipTable("TDN-ResNet-50, 8 segments, 224x224, vectors of " + bits + " bits");
            NetworkSuite.row(table, "clip", times.get(0), gflop);
            NetworkSuite.row(table, "ONNX Runtime, limited by nothing", times.get(1), gflop);
            report.add(table);
            report.conditions(times);
            String what = "clip with " + bits + "-bit vectors over ONNX Runtime";
            if (bits == 256) {
                report.figure(what, times.get(0).ratioTo(times.get(1)), Target.atMost(1.1));
            } else {
                report.figure(what, times.get(0).ratioTo(times.get(1)));
            }
            report.figure("the same of shortest times", times.get(0).min() / times.get(1).min());
        }
    }
}
