package io.deltaframe.itests.installed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A stock Karaf on this JDK, set up as docs/install-karaf.md says and as a process of its own. All that is done to it
 * is done with files, which is also all that a user needs: its console does not work on JDK 25.
 */
final class StockKaraf implements AutoCloseable {

    private static final long STOP_SECONDS = 120;

    private final Path home;
    private final Process process;
    private final LogTail log;

    private StockKaraf(Path home, Process process) {
        this.home = home;
        this.process = process;
        this.log = newLog();
    }

    /**
     * Starts one.
     *
     * @param settings names of the scripts in this folder that set it up
     */
    static StockKaraf start(String... settings) throws IOException, InterruptedException {
        Path home = Given.copy(Given.KARAF, "karaf");
        for (String name : settings) {
            try (var script = StockKaraf.class.getResourceAsStream("/" + name)) {
                Files.write(home.resolve(name), script.readAllBytes());
            }
            run(home, "sh", "-e", name);
        }
        // Not for users: everything must be in Karaf or in the KAR.
        Files.writeString(home.resolve("etc/org.ops4j.pax.url.mvn.cfg"), """
                org.ops4j.pax.url.mvn.repositories=
                org.ops4j.pax.url.mvn.localRepository=%s
                org.ops4j.pax.url.mvn.defaultRepositories=%s@id=system@snapshots,%s@id=kar@multi@snapshots
                """.formatted(home.resolve("data/m2"), home.resolve("system").toUri(),
                        home.resolve("data/kar").toUri()));
        ProcessBuilder builder = new ProcessBuilder("sh", "bin/karaf", "daemon").directory(home.toFile())
                .redirectErrorStream(true).redirectOutput(home.resolve("out.txt").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KARAF_OPTS", Jvm.NO_SOFT_REFERENCES);
        return new StockKaraf(home, builder.start());
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        builder.environment().put("DELTAFRAME", Given.CHECKOUT.toString());
        int status = builder.start().waitFor();
        if (status != 0) {
            throw new AssertionError(List.of(command) + " ends with " + status);
        }
    }

    /** {@return the log, from where it was read last} */
    LogTail log() {
        return log;
    }

    /** {@return the log from its beginning} */
    LogTail newLog() {
        return new LogTail(home.resolve("data/log/karaf.log"));
    }

    /** {@return the JVM, which the script has become} */
    Jvm jvm() {
        return new Jvm(process.pid());
    }

    /** Makes a configuration, by a file as long as it is there; Karaf must not see half of it. */
    void configure(String pid, String... lines) throws IOException {
        Path aside = Files.write(home.resolve("data").resolve(pid + ".cfg"), List.of(lines));
        Files.move(aside, home.resolve("etc").resolve(pid + ".cfg"), StandardCopyOption.ATOMIC_MOVE);
    }

    void unconfigure(String pid) throws IOException {
        Files.delete(home.resolve("etc").resolve(pid + ".cfg"));
    }

    /** Drops a jar or a KAR; Karaf must not see half of it. */
    void deploy(Path file) throws IOException {
        Path aside = Files.copy(file, home.resolve("data").resolve(file.getFileName()));
        Files.move(aside, home.resolve("deploy").resolve(file.getFileName()));
    }

    void undeploy(Path file) throws IOException {
        Files.delete(home.resolve("deploy").resolve(file.getFileName()));
    }

    /** {@return the locations of the installed bundles, as the framework keeps them on disk} */
    List<String> bundles() throws IOException {
        return bundles(home);
    }

    /** {@return the locations of the bundles installed in the Karaf of a folder} */
    static List<String> bundles(Path home) throws IOException {
        List<String> locations = new ArrayList<>();
        try (Stream<Path> folders = Files.list(home.resolve("data/cache"))) {
            for (Path folder : folders.toList()) {
                Path about = folder.resolve("bundle.info");
                try {
                    List<String> lines = Files.exists(about) ? Files.readAllLines(about) : List.of("");
                    // The second line is the location. A file without one is being written or deleted at this moment.
                    if (Files.isDirectory(folder) && !folder.endsWith("bundle0")) {
                        locations.add(lines.size() > 1 ? lines.get(1) : folder + " changes");
                    }
                } catch (NoSuchFileException e) {
                    // Deleted since the list was made: one fewer
                }
            }
        }
        return locations;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
