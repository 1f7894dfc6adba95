package io.deltaframe.itests.installed;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A Karaf on Java 21 as it came: nothing under {@code etc/} or {@code bin/} is edited, one environment variable is set,
 * and its console does the rest. Maven's local repository is in a home folder of its own.
 */
final class ConsoleKaraf implements AutoCloseable {

    private static final Path MAVEN = Path.of(".m2", "repository");
    private static final long STOP_SECONDS = 120;

    private final KarafFolder folder;
    private final Path user;
    private final Process process;
    private final Writer console;
    private final LogTail log;
    private final LogTail answers;
    private int asked;

    private ConsoleKaraf(Path home, Path user, Process process, Path out) {
        this.folder = new KarafFolder(home);
        this.user = user;
        this.process = process;
        this.console = process.outputWriter();
        this.log = folder.log();
        this.answers = new LogTail(out);
    }

    /** Starts one whose Maven repository is empty, and waits until it has started; skips the test without a JDK 21. */
    static ConsoleKaraf start(String name) throws IOException, InterruptedException {
        String java = Runtime.version().feature() == 21 ? System.getProperty("java.home") : System.getenv("JDK21_HOME");
        if (java == null) {
            System.out.println("No Karaf on Java 21: JDK21_HOME is not set");
        }
        Assumptions.assumeTrue(java != null, "JDK21_HOME is not set");
        Path home = Given.copy(Given.KARAF, name);
        Path user = Given.empty(name + "-user");
        Path out = home.resolve("out.txt");
        ProcessBuilder builder = new ProcessBuilder("sh", "bin/karaf").directory(home.toFile())
                .redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", java);
        builder.environment().put("EXTRA_JAVA_OPTS",
                "--add-modules jdk.incubator.vector -Duser.home=" + user + " " + Jvm.NO_SOFT_REFERENCES);
        ConsoleKaraf karaf = new ConsoleKaraf(home, user, builder.start(), out);
        karaf.log.await("Done.");
        return karaf;
    }

    /** Puts what a KAR holds into Maven's local repository, as {@code mvn install} does. */
    void install(Path kar) throws IOException, InterruptedException {
        Process unzip = new ProcessBuilder("unzip", "-q", "-o", kar.toString(), "repository/*", "-d",
                Files.createDirectories(user.resolve(MAVEN).getParent()).toString()).inheritIO().start();
        if (unzip.waitFor() != 0) {
            throw new AssertionError(kar + " cannot be unpacked");
        }
    }

    /** Types lines. */
    void say(String... commands) throws IOException {
        for (String command : commands) {
            console.write(command + "\n");
        }
        console.flush();
    }

    /** {@return what a command printed, and what was printed before it} */
    List<String> ask(String command) throws IOException, InterruptedException {
        String end = "answer " + ++asked + " ends";
        say(command, "echo " + end);
        return answers.through(end);
    }

    /** {@return the log, from where it was read last} */
    LogTail log() {
        return log;
    }

    /** {@return where files go in and out} */
    KarafFolder folder() {
        return folder;
    }

    /** {@return what its console printed, from where it was read last} */
    LogTail answers() {
        return answers;
    }

    /** {@return the JVM: the script's child} */
    Jvm jvm() {
        return new Jvm(process.descendants().filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst().orElse(process.toHandle()).pid());
    }

    /** {@return whether it stops when it is told to} */
    boolean stops() throws IOException, InterruptedException {
        say("system:shutdown -f");
        return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
