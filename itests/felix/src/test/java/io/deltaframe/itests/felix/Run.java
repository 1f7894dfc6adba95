package io.deltaframe.itests.felix;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that ran to its end.
 *
 * @param status exit status
 * @param out    what it printed on standard output
 * @param err    what it printed on standard error, without the JVM's own warning about the incubator module
 */
public record Run(int status, String out, String err) {

    private static final long MINUTES = 5;
    private static final String INCUBATOR = "WARNING: Using incubator modules: jdk.incubator.vector\n";

    /** Runs the launcher of the distribution, with the flags the script gives it. */
    public static Run deltaframe(Path folder, String input, String... args) throws IOException, InterruptedException {
        return of(folder, Map.of(), input, launcher(args));
    }

    /** {@return the command line that starts the launcher} */
    static List<String> launcher(String... args) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                // The shell watches models/ where the test stands
                "-Ddeltaframe.models=models", "-cp", Distribution.FOLDER.resolve("lib") + "/*",
                "io.deltaframe.launcher.Main"));
        if (Runtime.version().feature() >= 24) {
            // Older ones do not warn, and do not know it
            command.add(1, "--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(args));
        return command;
    }

    /** Runs a command in a folder, with more environment variables, and the text as its input. */
    public static Run of(Path folder, Map<String, String> environment, String input, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("run", ".out");
        Path err = Files.createTempFile("run", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                    .redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended without reading its input.
            }
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " still runs after " + MINUTES + " minutes; it printed "
                        + Files.readString(err));
            }
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err).replace(INCUBATOR, ""));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
