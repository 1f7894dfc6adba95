package io.deltaframe.itests.felix.messages;

import io.deltaframe.api.config.LauncherProperties;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.framework.FelixFramework;
import io.deltaframe.itests.felix.Distribution;
import io.deltaframe.itests.felix.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * A folder for one bad input, and a running platform to try it on. In what is said, paths are seen from the folder.
 *
 * @param folder empty at first
 * @param felix  the distribution, running; whoever changes it changes it back
 * @param clip   a video that can be recognised
 */
record Scene(Path folder, FelixFramework felix, Path clip) {

    private static final String HERE = "./";
    private static final Path SCRIPT = Distribution.FOLDER.resolve("bin/deltaframe");
    private static final String COMMAND_LINE = "(" + LauncherProperties.COMMAND_LINE + "=true)";

    /** Writes a text, in UTF-8, with the folders above it. */
    Scene file(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes, with the folders above them. */
    Scene file(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        return this;
    }

    /** Copies a fixture, such as {@code checkpoints/tiny-8f.safetensors}, under its last name. */
    Scene fixture(String name) {
        Fixtures.copy(name, folder);
        return this;
    }

    /** Copies a clip that can be recognised. */
    Scene clip(String name) throws IOException {
        return file(name, Files.readAllBytes(clip));
    }

    /**
     * Runs a command in the running platform.
     *
     * @param args the command and its arguments; {@code ./} at the beginning of one stands for the folder
     */
    Told deltaframe(String... args) throws Exception {
        String[] resolved = Arrays.stream(args).map(this::resolved).toArray(String[]::new);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        BundleContext context = felix.context();
        ServiceReference<?> reference = context.getAllServiceReferences(null, COMMAND_LINE)[0];
        Object commands = context.getService(reference);
        try {
            int status = (int) commands.getClass()
                    .getMethod("run", String[].class, InputStream.class, PrintStream.class, PrintStream.class)
                    .invoke(commands, resolved, InputStream.nullInputStream(),
                            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                            new PrintStream(err, true, StandardCharsets.UTF_8));
            return told(args, status, err.toString(StandardCharsets.UTF_8));
        } finally {
            context.ungetService(reference);
        }
    }

    /** Runs a command in a process of its own, which stands in the folder: for what is said at the start of a JVM. */
    Told process(String... args) throws Exception {
        Run run = Run.deltaframe(folder, "", args);
        return told(args, run.status(), run.err());
    }

    /**
     * Configures something, until its readiness probe says what is wrong.
     *
     * @param pid        a singleton, or a factory of configurations
     * @param properties names and values in turn; {@code ./} at the beginning of a value stands for the folder
     */
    Told configured(String pid, String... properties) throws Exception {
        Hashtable<String, Object> values = new Hashtable<>();
        StringJoiner attempt = new StringJoiner(", ", pid + ": ", "");
        for (int i = 0; i < properties.length; i += 2) {
            values.put(properties[i], resolved(properties[i + 1]));
            attempt.add(properties[i] + " = " + (properties[i + 1].startsWith(HERE) ? properties[i + 1].substring(2)
                    : properties[i + 1]));
        }
        ConfigurationAdmin admin = felix.service(ConfigurationAdmin.class);
        Configuration configuration = pid.startsWith("io.deltaframe.engine.") ? admin.getConfiguration(pid, "?")
                : admin.createFactoryConfiguration(pid, "?");
        configuration.update(values);
        try {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (System.nanoTime() < end) {
                for (ServiceReference<ReadinessProbe> reference : felix.context()
                        .getServiceReferences(ReadinessProbe.class, "(service.pid=" + configuration.getPid() + ")")) {
                    ReadinessProbe probe = felix.context().getService(reference);
                    String reason = probe == null ? "" : probe.readiness().reason();
                    if (!reason.isEmpty() && probe.readiness().state() != Readiness.State.LOADING) {
                        return said(attempt.toString(), reason);
                    }
                }
                Thread.sleep(50);
            }
            throw new AssertionError(attempt + ": nothing was said");
        } finally {
            configuration.delete();
        }
    }

    /** Runs the script of the distribution in the folder, with another environment. */
    Told script(Map<String, String> environment, String... args) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("JAVA_HOME", System.getProperty("java.home")));
        all.putAll(environment);
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(args));
        Run run = Run.of(folder, all, "", command);
        String variables = environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + seenFromHere(variable.getValue()) + " ")
                .collect(Collectors.joining());
        Told told = told(args, run.status(), run.err());
        return new Told(variables + told.attempt(), told.status(), told.lines());
    }

    /** {@return what was said where no command was run} */
    Told said(String attempt, String... lines) {
        return new Told(attempt, -1, Arrays.stream(lines).map(this::seenFromHere).toList());
    }

    private Told told(String[] args, int status, String err) {
        List<String> shown = Arrays.stream(args).map(arg -> arg.startsWith(HERE) ? arg.substring(2) : arg)
                .map(arg -> arg.contains(" ") || arg.isEmpty() ? "'" + arg + "'" : arg).toList();
        return new Told("deltaframe " + String.join(" ", shown), status, err.lines().map(this::seenFromHere).toList());
    }

    private String resolved(String argument) {
        return argument.startsWith(HERE) ? folder.resolve(argument.substring(2)).toString() : argument;
    }

    private String seenFromHere(String line) {
        return line.replace(folder + "/", "").replace(folder.toString(), "/the/folder");
    }
}
