package io.deltaframe.operators.convolution;

import io.deltaframe.benchmarks.InTurn;
import io.deltaframe.benchmarks.Nchw;
import io.deltaframe.benchmarks.Networks;
import io.deltaframe.benchmarks.Report;
import io.deltaframe.benchmarks.Settings;
import io.deltaframe.benchmarks.Table;
import io.deltaframe.benchmarks.Table.Column;
import io.deltaframe.benchmarks.Target;
import io.deltaframe.benchmarks.Times;
import io.deltaframe.operators.network.NetworkWarmUp;
import io.deltaframe.operators.network.PackedNetwork;
import io.deltaframe.operators.network.SimdNetwork;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.Taps;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** Every convolution of ResNet-50-TDN, with what follows it in the network, against oneDNN. */
final class ConvolutionSuite {

    private static final int SIZE = 224;

    private final WorkerPool pool = new WorkerPool(Settings.threads());
    private final Table table = new Table(
            "Convolutions of TDN-ResNet-50, 8 segments, 224x224, bias always; best: shortest times",
            Column.text("images x size kernel/stride in>out"), new Column("a clip", "%d"), new Column("GFLOP", "%.3f"),
            new Column("GFLOP/s", "%.1f"), new Column("oneDNN", "%.1f"), new Column("ratio", "%.2f"),
            new Column("best", "%.2f"), new Column("waited", "%.2f"), Column.text("oneDNN's choice"));
    private double gflop;
    private double seconds;
    private double peerSeconds;
    private double logarithms;
    private double bestLogarithms;
    private double worst = Double.POSITIVE_INFINITY;
    private String worstName = "none";
    private final List<Times> measured = new ArrayList<>();

    private ConvolutionSuite() { }

    /**
     * Runs the suite.
     *
     * @param args its name
     * @throws Exception if something fails
     */
    public static void main(String[] args) throws Exception {
        try (Report report = new Report(args[0])) {
            new ConvolutionSuite().run(report);
        }
    }

    private void run(Report report) throws Exception {
        NetworkPlan plan = Networks.resnet50(8);
        // Compiles all tiles, with the mixture of shapes a network has
        NetworkWarmUp.run(new SimdNetwork(PackedNetwork.load(plan), pool, Taps.NONE));
        Pattern only = Settings.only();
        for (ConvolutionCases.Counted counted : ConvolutionCases.of(plan, SIZE)) {
            if (only.matcher(counted.convolution().describe()).find()) {
                compare(counted);
            }
        }
        pool.close();
        report.add(table);
        if (!measured.isEmpty()) {
            int count = measured.size() / 2;
            report.conditions(measured);
            report.figure("all convolutions of a clip: GFLOP", gflop);
            report.figure("all convolutions of a clip: ms", 1000 * seconds);
            report.figure("all convolutions of a clip: oneDNN " + OneDnnConvolution.version() + " ms",
                    1000 * peerSeconds);
            report.figure("all convolutions of a clip: speed over oneDNN's", peerSeconds / seconds);
            report.figure("geometric mean of ratios", Math.exp(logarithms / count), Target.atLeast(0.95));
            report.figure("the same of shortest times", Math.exp(bestLogarithms / count));
            report.figure("worst ratio: " + worstName, worst, Target.atLeast(0.75));
        }
    }

    private void compare(ConvolutionCases.Counted counted) throws Exception {
        ConvolutionCase convolution = counted.convolution();
        Convolution.Weights weights = convolution.shape().load();
        float[] input = Nchw.random(new Random(1), convolution.inputs(), 1);
        ConvolutionUnderTest ours = new ConvolutionUnderTest(convolution, weights, input, pool);
        try (OneDnnConvolution peer = new OneDnnConvolution(convolution, weights, input)) {
            List<Times> times = InTurn.time(Settings.rounds(), ours::run, peer::run);
            Times our = times.get(0);
            Times their = times.get(1);
            double ratio = their.ratioTo(our);
            table.row(convolution.describe(), counted.perClip(), convolution.gflop(),
                    1000 * convolution.gflop() / our.median(), 1000 * convolution.gflop() / their.median(), ratio,
                    their.min() / our.min(), Math.max(our.waited(), their.waited()), peer.implementation());
            gflop += counted.perClip() * convolution.gflop();
            seconds += counted.perClip() * our.median() / 1000;
            peerSeconds += counted.perClip() * their.median() / 1000;
            logarithms += Math.log(ratio);
            bestLogarithms += Math.log(their.min() / our.min());
            measured.addAll(times);
            if (ratio < worst) {
                worst = ratio;
                worstName = convolution.describe();
            }
        }
    }
}
