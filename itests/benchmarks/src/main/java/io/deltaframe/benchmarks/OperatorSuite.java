package io.deltaframe.benchmarks;

import io.deltaframe.benchmarks.Table.Column;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Predicate;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The JMH benchmarks: operators and resizing on one thread against plain loops and against copying memory, and the
 * allocation of a clip. JMH gives each a process of its own.
 */
final class OperatorSuite {

    private OperatorSuite() { }

    /**
     * Runs the suite.
     *
     * @param args its name
     * @throws Exception if something fails
     */
    public static void main(String[] args) throws Exception {
        // Its lock is the whole machine's, and other users' benchmarks are their affair
        System.setProperty("jmh.ignoreLock", "true");
        Predicate<String> only = Settings.only().asPredicate();
        try (Report report = new Report(args[0])) {
            List<String> names = Workloads.all().keySet().stream().filter(only).toList();
            if (!names.isEmpty()) {
                workloads(report, names);
            }
            if (only.test("clip")) {
                clip(report);
            }
        }
    }

    private static void workloads(Report report, List<String> names) throws RunnerException {
        SequencedSet<String> all = new LinkedHashSet<>(List.of(Workloads.MEMORY, Workloads.CACHE));
        all.addAll(names);
        Map<String, RunResult> results = new HashMap<>();
        ChainedOptionsBuilder options = options("benchmarks.WorkloadBenchmark")
                .param("workload", all.toArray(String[]::new))
                .warmupIterations(4).warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(5).measurementTime(TimeValue.milliseconds(500));
        for (RunResult result : new Runner(options.build()).run()) {
            String benchmark = result.getParams().getBenchmark();
            results.put(result.getParams().getParam("workload") + benchmark.substring(benchmark.lastIndexOf('.')),
                    result);
        }
        Table table = new Table("Operators on the largest maps of TDN-ResNet-50, 8 segments, 224x224; one thread;"
                + " plain: scalar loops, for copies the triad", Column.text("operator"), new Column("µs", "%.1f"),
                new Column("plain µs", "%.1f"), new Column("times as fast", "%.1f"), new Column("GB/s", "%.1f"),
                new Column("of copying memory", "%.2f"), new Column("of copying cached", "%.2f"),
                new Column("bytes allocated", "%.0f"));
        double memory = gigabytes(results, Workloads.MEMORY);
        double cache = gigabytes(results, Workloads.CACHE);
        for (String name : all) {
            double engine = micros(results.get(name + ".engine"));
            double plain = micros(results.get(name + ".plain"));
            double gigabytes = gigabytes(results, name);
            table.row(name, engine, plain, plain / engine, gigabytes, gigabytes / memory, gigabytes / cache,
                    allocation(results.get(name + ".engine")));
        }
        report.add(table);
    }

    private static void clip(Report report) throws RunnerException {
        RunResult clip = new Runner(options("operators.engine.ClipBenchmark")
                .warmupIterations(2).measurementIterations(3)
                .warmupTime(TimeValue.seconds(2)).measurementTime(TimeValue.seconds(3)).build()).runSingle();
        report.figure("one clip, JMH: ms", micros(clip) / 1000);
        report.figure("one clip, JMH's gc profiler: bytes allocated", allocation(clip), Target.atMost(1024));
    }

    private static ChainedOptionsBuilder options(String benchmark) {
        return new OptionsBuilder().include("\\." + benchmark + "\\.").forks(1).addProfiler(GCProfiler.class)
                .shouldFailOnError(true).verbosity(VerboseMode.SILENT);
    }

    private static double micros(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static double gigabytes(Map<String, RunResult> results, String name) {
        return Workloads.all().get(name).get().bytes() / micros(results.get(name + ".engine")) / 1000;
    }

    private static double allocation(RunResult result) {
        return result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
    }
}
