package io.deltaframe.operators.engine;

import io.deltaframe.benchmarks.InTurn;
import io.deltaframe.benchmarks.Networks;
import io.deltaframe.benchmarks.Report;
import io.deltaframe.benchmarks.Settings;
import io.deltaframe.benchmarks.Table;
import io.deltaframe.benchmarks.Target;
import io.deltaframe.benchmarks.Times;
import java.util.List;

/** ResNet-50, 8 segments: a window that advances by a segment, computed exactly and in part, against a whole clip. */
final class WindowSuite {

    private WindowSuite() { }

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
        try (SimdClip clip = new SimdClip(Networks.resnet50(8), Settings.threads(), 1)) {
            SimdClip.Window three = clip.window(3);
            SimdClip.Window two = clip.window(2);
            List<Times> times = InTurn.time(Settings.rounds(), clip::run, clip::advance, three::advance, two::advance);
            Table table = NetworkSuite.clipTable("TDN-ResNet-50, 8 segments, 224x224, a window that advances by a "
                    + "segment, from bytes");
            NetworkSuite.row(table, "a whole clip", times.get(0), 0);
            NetworkSuite.row(table, "exact: one segment encoded, all classified", times.get(1), 0);
            NetworkSuite.row(table, "stages 2 to 4 of the newest three segments", times.get(2), 0);
            NetworkSuite.row(table, "stages 2 to 4 of the newest two segments", times.get(3), 0);
            report.add(table);
            report.conditions(times);
            report.figure("exact over a whole clip", times.get(1).ratioTo(times.get(0)), Target.atMost(0.8));
            report.figure("newest three over a whole clip", times.get(2).ratioTo(times.get(0)), Target.atMost(0.45));
            report.figure("newest two over a whole clip", times.get(3).ratioTo(times.get(0)), Target.atMost(0.35));
        }
    }
}
