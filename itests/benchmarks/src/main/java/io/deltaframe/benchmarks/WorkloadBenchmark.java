package io.deltaframe.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A workload in both ways. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WorkloadBenchmark {

    /** Name of the workload, set by {@link OperatorSuite}. */
    @Param(Workloads.MEMORY)
    public String workload;

    private Workload work;

    /** Makes the workload. */
    @Setup
    public void make() {
        work = Workloads.all().get(workload).get();
    }

    /** As this project does it. */
    @Benchmark
    public void engine() {
        work.engine();
    }

    /** With plain loops. */
    @Benchmark
    public void plain() {
        work.plain();
    }
}
