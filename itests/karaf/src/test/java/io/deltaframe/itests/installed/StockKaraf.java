package io.deltaframe.itests.installed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A stock Karaf on this JDK, set up as docs/install-karaf.md says and as a process of its own. All that is done to it
 * is done with files, which is also all that a user needs: its console does not work on JDK 25.
 */
final class StockKaraf implements AutoCloseable {

    private static final long STOP_SECONDS = 120;

    private final KarafFolder folder;
    private final Process process;
    private final LogTail log;

    private StockKaraf(Path home, Process process) {
        this.folder = new KarafFolder(home);
        this.process = process;
        this.log = folder.log();
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

    /** {@return where files go in and out} */
    KarafFolder folder() {
        return folder;
    }

    /** {@return the JVM, which the script has become} */
    Jvm jvm() {
        return new Jvm(process.pid());
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
