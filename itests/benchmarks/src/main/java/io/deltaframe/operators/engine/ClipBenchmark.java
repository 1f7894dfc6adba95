package io.deltaframe.operators.engine;

import io.deltaframe.benchmarks.Networks;
import io.deltaframe.benchmarks.Settings;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A clip of TDN-ResNet-50, 8 segments, 224x224, from bytes to logits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ClipBenchmark {

    private SimdClip clip;

    /**
     * Compiles the network.
     *
     * @throws Exception if it cannot be compiled
     */
    @Setup
    public void compile() throws Exception {
        clip = new SimdClip(Networks.resnet50(8), Settings.threads(), 1);
    }

    /** Ends the engine's threads. */
    @TearDown
    public void close() {
        clip.close();
    }

    /**
     * Encodes and classifies.
     *
     * @return the logits
     * @throws Exception if the engine fails
     */
    @Benchmark
    public float[][] run() throws Exception {
        clip.run();
        return clip.logits();
    }
}
