package io.deltaframe.itests.installed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.Callable;

/** What Deltaframe, FFmpeg inside it and the host could leave behind in a JVM, told by names. */
final class Leftovers {

    /**
     * Platforms uninstall in the background, threads end when they have nothing to do, libraries go with their class
     * loader.
     */
    private static final long SECONDS = 300;
    private static final long POLL_MILLISECONDS = 500;

    private Leftovers() { }

    static void assertNone(Jvm jvm) throws Exception {
        awaitEqual(List.of(), () -> of(jvm.threads()));
        awaitEqual(List.of(), () -> of(jvm.files()));
    }

    static void awaitEqual(Object expected, Callable<?> actual) throws Exception {
        long deadline = System.nanoTime() + SECONDS * 1_000_000_000;
        Object found = actual.call();
        while (!expected.equals(found) && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLISECONDS);
            found = actual.call();
        }
        assertEquals(expected, found);
    }

    private static List<String> of(List<String> names) {
        return names.stream()
                .filter(name -> name.matches("(?i).*(deltaframe[-.]|javacpp|ffmpeg|libav|org\\.example).*")).toList();
    }
}
