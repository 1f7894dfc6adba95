package io.deltaframe.shell.command.evaluate;

import io.deltaframe.shell.platform.BundleVersion;
import io.deltaframe.shell.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What a result was made on. */
final class RunEnvironment {

    /** More would hold more videos in memory than an engine can keep up with. */
    private static final int MOST_WORKERS = 8;
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private RunEnvironment() { }

    /** {@return workers where nobody says how many} */
    static int workers() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_WORKERS);
    }

    /** {@return software, machine and engine, in words} */
    static Map<String, String> describe(Platform platform, String engine) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("deltaframe", BundleVersion.text());
        environment.put("begun", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        environment.put("engine",
                platform.engines().stream().filter(row -> engine.equals(row.name()))
                .map(Platform.EngineInfo::description)
                .findFirst().orElse(engine));
        environment.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch"));
        environment.put("processors", Runtime.getRuntime().availableProcessors() + " " + processor());
        environment.put("heapMiB", Long.toString(Runtime.getRuntime().maxMemory() >> 20));
        return environment;
    }

    private static String processor() {
        if (!Files.isReadable(PROCESSORS)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
