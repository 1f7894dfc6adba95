package io.deltaframe.itests.installed;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A Karaf on Java 21 as it came: nothing under {@code etc/} or {@code bin/} is edited, one environment variable is set,
 * and its console does the rest.
 */
class KarafConsoleIT {

    private static final Path MAVEN = Path.of(".m2", "repository");
    private static final long STOP_SECONDS = 120;

    private static void say(Writer console, String... commands) throws Exception {
        for (String command : commands) {
            console.write(command + "\n");
        }
        console.flush();
    }

    /** {@return the home of a JDK 21, or null} */
    private static String java21() {
        String home = System.getenv("JDK21_HOME");
        return Runtime.version().feature() == 21 ? System.getProperty("java.home") : home;
    }

    /** Makes a home folder in whose Maven repository is what the KAR holds. */
    private static Path user() throws Exception {
        Path user = Given.empty("user");
        Process unzip = new ProcessBuilder("unzip", "-q", Given.KAR.toString(), "repository/*", "-d",
                Files.createDirectories(user.resolve(MAVEN).getParent()).toString()).inheritIO().start();
        assertTrue(unzip.waitFor() == 0, "the KAR is unpacked");
        return user;
    }

    @Test
    void features_are_installed_and_used_by_its_console_and_go_without_a_trace() throws Exception {
        String java = java21();
        if (java == null) {
            System.out.println("No Karaf on Java 21: JDK21_HOME is not set");
        }
        Assumptions.assumeTrue(java != null, "JDK21_HOME is not set");
        String version = Given.KAR.getFileName().toString().replaceFirst("deltaframe-karaf-(.*)\\.kar", "$1");
        Path home = Given.copy(Given.KARAF, "karaf-console");
        Path out = home.resolve("out.txt");
        ProcessBuilder builder = new ProcessBuilder("sh", "bin/karaf").directory(home.toFile())
                .redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", java);
        builder.environment().put("EXTRA_JAVA_OPTS",
                "--add-modules jdk.incubator.vector -Duser.home=" + user());
        Process karaf = builder.start();
        try (Writer console = karaf.outputWriter()) {
            LogTail log = new LogTail(home.resolve("data/log/karaf.log"));
            LogTail answers = new LogTail(out);
            log.await("Done.");
            say(console, "feature:repo-add mvn:io.deltaframe/deltaframe-karaf/" + version + "/xml/features");

            // A small one alone, and gone again.
            Set<String> bundles = new TreeSet<>(StockKaraf.bundles(home));
            say(console, "feature:install deltaframe-engine-simd");
            log.await("CPU engine: Vector API");
            say(console, "feature:uninstall deltaframe-engine-simd");
            Leftovers.awaitEqual(bundles, () -> new TreeSet<>(StockKaraf.bundles(home)));

            say(console, "feature:install deltaframe");
            log.await("recognizer default runs motion 1.0.0 on simd");
            say(console, "deltaframe:recognize --top 1 " + Given.VIDEO);
            answers.await(Given.ACTION);
            say(console, "deltaframe:recognize missing.mp4");
            // With colours between the two
            answers.await("Error executing command: ", "no such file or folder: missing.mp4");
            say(console, "feature:uninstall deltaframe");
            Leftovers.awaitEqual(bundles, () -> new TreeSet<>(StockKaraf.bundles(home)));
            assertFalse(log.lines().stream().anyMatch(line -> line.contains("| ERROR |")
                    && !line.contains("Exception caught while executing command")), log.lines().toString());
            say(console, "system:shutdown -f");
            assertTrue(karaf.waitFor(STOP_SECONDS, TimeUnit.SECONDS), "Karaf stops");
        } finally {
            karaf.destroyForcibly();
        }
    }
}
