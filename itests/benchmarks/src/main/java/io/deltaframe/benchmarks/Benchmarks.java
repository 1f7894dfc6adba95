package io.deltaframe.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Runs suites of benchmarks, each in a JVM of its own: the vector size, the threads of OpenMP and a heap that nobody
 * else has used are things of a process. Tables go to standard output and, as JSON, to {@code SUITE.json} in the output
 * folder.
 */
public final class Benchmarks {

    private static final String ENGINE = "io.deltaframe.operators.";

    private Benchmarks() { }

    /** A set of benchmarks that share a process. */
    enum Suite {
        NETWORK("a clip against ONNX Runtime, its parts, first clip, memory", ENGINE + "engine.NetworkSuite"),
        WINDOWS("a window that advances, exactly and in part, against a whole clip", ENGINE + "engine.WindowSuite"),
        LIVE("live windows in part, behind the motion gate, and of sixteen cameras", "io.deltaframe.live.LiveSuite"),
        SCALAR("a clip in plain Java against one on the Vector API", ENGINE + "engine.ScalarSuite"),
        DEEPER("ResNet-101 and 16 segments", ENGINE + "engine.DeeperSuite"),
        AVX2("a clip with vectors of 256 bits against ONNX Runtime limited by nothing", ENGINE + "engine.NarrowSuite",
                "-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=2", "-XX:MaxVectorSize=32"),
        NEON("a clip with vectors of 128 bits against ONNX Runtime limited by nothing", ENGINE + "engine.NarrowSuite",
                "-XX:MaxVectorSize=16"),
        CONVOLUTIONS("every convolution of ResNet-50-TDN against oneDNN", ENGINE + "convolution.ConvolutionSuite"),
        TILES("candidates for register tiles beside the peak of multiply-adds: which belong into the engine",
                ENGINE + "tile.TileSuite"),
        STARTS("whether tiles are compiled equally well in ten JVMs", ENGINE + "tile.StartSuite"),
        OPERATORS("operators and resizing against scalar loops and memory bandwidth; allocation a clip (JMH)",
                "io.deltaframe.benchmarks.OperatorSuite"),
        VIDEO("from a video file to the bytes an engine gets, against the ffmpeg program",
                "io.deltaframe.recognizer.inference.VideoBenchmark"),
        TORNADO("a clip on the GPU engine's device", TornadoVm.SUITE),
        KERNELS("the same by TornadoVM's profiler: kernels and transfers apart", TornadoVm.SUITE,
                "-Dtornado.profiler=True", "-Dtornado.log.profiler=True");

        private final String description;
        private final String main;
        private final List<String> flags;

        Suite(String description, String main, String... flags) {
            this.description = description;
            this.main = main;
            this.flags = List.of(flags);
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Runs suites.
     *
     * @param args names of suites, separated by commas; none, or {@code true} as Maven has it for a property without a
     *             value: all
     * @throws IOException          if a process cannot be started
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<Suite> suites = new ArrayList<>();
        String names = String.join(",", args);
        for (String name : names.isBlank() || names.equals("true") ? all().split(",") : names.split(",")) {
            suites.add(suite(name.strip()));
        }
        System.out.println(Machine.describe());
        List<String> failed = new ArrayList<>();
        for (Suite suite : suites) {
            System.out.println();
            System.out.println("## " + suite.key() + ": " + suite.description);
            if (suite.main.equals(TornadoVm.SUITE) && TornadoVm.missing().isPresent()) {
                System.out.println("skipped: " + TornadoVm.missing().get());
            } else if (fork(suite) != 0) {
                failed.add(suite.key());
            }
        }
        if (!failed.isEmpty()) {
            System.err.println("failed: " + String.join(", ", failed));
            System.exit(1);
        }
    }

    private static Suite suite(String name) {
        return Arrays.stream(Suite.values()).filter(s -> s.key().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("no suite " + name + "; there are " + all()));
    }

    private static String all() {
        return Arrays.stream(Suite.values()).map(Suite::key).collect(Collectors.joining(","));
    }

    private static int fork(Suite suite) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        if (suite.main.equals(TornadoVm.SUITE)) {
            command.add("@" + TornadoVm.arguments());
        }
        command.addAll(suite.flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), suite.main, suite.key()));
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        // Read by oneDNN's OpenMP when it is loaded.
        process.environment().put("OMP_NUM_THREADS", Integer.toString(Settings.threads()));
        return process.start().waitFor();
    }
}
