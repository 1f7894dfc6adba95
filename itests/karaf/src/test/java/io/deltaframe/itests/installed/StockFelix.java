package io.deltaframe.itests.installed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A stock Felix, started by its own launcher as docs/install-felix.md says, and used through its Gogo shell as a user
 * does.
 */
final class StockFelix implements AutoCloseable {

    private static final long STOP_SECONDS = 120;
    private static final Pattern INSTALLED = Pattern.compile("Bundle ID: (\\d+)");
    private static final Pattern COMPONENT =
            Pattern.compile("(\\S+) in bundle \\d+ \\((io\\.deltaframe|org\\.example)\\.\\S+ .*");

    private final Path home;
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;
    private final Map<Long, Path> installed = new HashMap<>();
    private int asked;

    private StockFelix(Path home, Process process) {
        this.home = home;
        this.process = process;
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
    }

    static StockFelix start() throws IOException {
        Path home = Given.copy(Given.FELIX, "felix");
        Files.createDirectories(home.resolve("load"));
        // What Felix's own download has in this file, and that everything logged can be asked for, and that files are
        // only read: FileInstall writes back what it has read a moment ago, and the next lines from here may be there
        // by then.
        Files.writeString(Files.createDirectories(home.resolve("conf")).resolve("config.properties"), """
                felix.auto.deploy.action=install,start
                felix.log.level=1
                felix.fileinstall.dir=load
                felix.fileinstall.poll=200
                felix.fileinstall.enableConfigSave=false
                org.osgi.framework.storage.clean=onFirstInit
                org.apache.felix.log.maxSize=-1
                """);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", Jvm.NO_SOFT_REFERENCES, "-jar",
                "bin/felix.jar"));
        if (Runtime.version().feature() >= 24) {
            // Older ones do not warn, and do not know it
            command.add(1, "--sun-misc-unsafe-memory-access=allow");
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        return new StockFelix(home, builder.directory(home.toFile()).redirectErrorStream(true).start());
    }

    Jvm jvm() {
        return new Jvm(process.pid());
    }

    /** {@return what Gogo and everybody else prints until a command has ended} */
    String ask(String command) throws IOException {
        String end = "answer " + ++asked + " ends";
        commands.write(command + "\necho " + end + "\n");
        commands.flush();
        List<String> answer = new ArrayList<>();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.endsWith(end)) {
                return String.join("\n", answer);
            }
            // Gogo prints its prompts without ends of line.
            answer.add(line.replaceFirst("^(g! )+", ""));
        }
        throw new AssertionError("Felix has ended after " + command + " and said " + answer);
    }

    /**
     * Makes a configuration, by a file that FileInstall watches: whole at once, because it may be read at any moment.
     */
    void configure(String pid, String... lines) throws IOException {
        Path written = Files.write(home.resolve(pid + ".cfg"), List.of(lines));
        Files.move(written, home.resolve("load").resolve(pid + ".cfg"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** {@return the bundle that a jar has become} */
    long install(Path jar) throws IOException {
        Matcher id = INSTALLED.matcher(ask("install " + jar.toUri()));
        if (!id.find()) {
            throw new AssertionError(jar + " is not installed");
        }
        installed.put(Long.valueOf(id.group(1)), jar);
        return Long.parseLong(id.group(1));
    }

    /** Replaces a bundle's content by that of its jar. */
    void update(long bundle) throws IOException {
        ask("update " + bundle + " " + installed.get(bundle).toUri());
    }

    /**
     * Rewires whatever uses a bundle's content of before an update, and forgets what was uninstalled; Gogo's own
     * refresh wants numbers.
     */
    void refresh() throws IOException {
        ask("wiring = (($.context getBundle 0) adapt"
                + " (($.context getBundle 0) loadClass org.osgi.framework.wiring.FrameworkWiring))");
        ask("$wiring refreshBundles null []");
    }

    /**
     * Does the same to several bundles or components, in this order: {@code start}, {@code stop}, {@code scr:disable}
     * and so on.
     */
    String each(String verb, Collection<?> objects) throws IOException {
        return ask(objects.stream().map(object -> verb + " " + object).collect(Collectors.joining("; ")));
    }

    /** {@return the names of our components, and the host's} */
    List<String> components() throws IOException {
        return ask("scr:list").lines().map(COMPONENT::matcher).filter(Matcher::matches).map(line -> line.group(1))
                .toList();
    }

    /** {@return what was logged at least as badly as this: {@code error}, {@code warning} or {@code info}} */
    List<String> logged(String level) throws IOException {
        return ask("log 1000000 " + level).lines().filter(line -> !line.isBlank()).toList();
    }

    /** {@return the jars of the distribution that the stock Felix does not have already, and the host} */
    static List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>(Given.jars(Given.BUNDLES));
        jars.removeIf(jar -> Files.exists(Given.FELIX.resolve("bundle").resolve(jar.getFileName())));
        jars.add(Given.HOST);
        return jars;
    }

    /** Stops the framework and waits for the JVM to end by itself, which it does when no thread is left. */
    int stop() throws IOException, InterruptedException {
        commands.write("stop 0\n");
        commands.flush();
        answers.lines().forEach(line -> { });
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after stop: " + jvm().threads());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
