package io.deltaframe.benchmarks;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** What the command line says, as system properties that forked processes inherit. */
public final class Settings {

    private Settings() { }

    /** {@return {@code benchmarks.threads}: threads of each peer; 0 or absent: one a processor} */
    public static int threads() {
        int threads = Integer.getInteger("benchmarks.threads", 0);
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    /** {@return {@code benchmarks.rounds}: how often the peers take turns; 9 if absent} */
    public static int rounds() {
        return Integer.getInteger("benchmarks.rounds", 9);
    }

    /** {@return {@code benchmarks.only}: convolutions and operators whose name this is found in; all if absent} */
    public static Pattern only() {
        return Pattern.compile(System.getProperty("benchmarks.only", ""));
    }

    /** {@return {@code benchmarks.clips}: clips at once on the GPU engine; 1, 4 and 16 if absent} */
    public static int[] clips() {
        return Pattern.compile(",").splitAsStream(System.getProperty("benchmarks.clips", "1,4,16")).map(String::strip)
                .mapToInt(Integer::parseInt).toArray();
    }

    /** {@return {@code benchmarks.output}: folder for JSON files; the current one if absent} */
    public static Path output() {
        return Path.of(System.getProperty("benchmarks.output", "."));
    }
}
