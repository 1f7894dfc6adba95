package io.deltaframe.itests.installed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Installed, used and uninstalled through the console of a Karaf on Java 21. */
class KarafConsoleIT {

    /** In their order of dependency, so that all come in when they are installed together. */
    private static final List<String> SMALL = List.of("core", "video", "engine-simd", "engine-scalar", "engine-tornado",
            "recognizer", "live", "model-motion", "shell");

    private static void assertNoErrors(LogTail log) throws Exception {
        assertEquals(List.of(), log.lines().stream().filter(line -> line.contains("| ERROR |")
                && !line.contains("Exception caught while executing command")).toList());
    }

    @Test
    void all_is_installed_and_used_and_goes_without_a_trace() throws Exception {
        try (ConsoleKaraf karaf = ConsoleKaraf.start("karaf-console")) {
            karaf.install(Given.KAR);
            Set<String> bundles = karaf.folder().bundles();
            karaf.say("feature:repo-add " + KarVersion.repository(KarVersion.OURS), "feature:install deltaframe");
            karaf.log().await("recognizer default runs motion 1.0.0 on simd");
            karaf.say("deltaframe:recognize --top 1 " + Given.VIDEO);
            karaf.answers().await(Given.ACTION);
            karaf.say("deltaframe:recognize missing.mp4");
            // With colours between the two
            karaf.answers().await("Error executing command: ", "no such file or folder: missing.mp4");
            karaf.say("feature:uninstall deltaframe");
            Leftovers.awaitEqual(bundles, karaf.folder()::bundles);
            Leftovers.assertNone(karaf.jvm());
            assertNoErrors(karaf.log());
            assertTrue(karaf.stops(), "Karaf stops");
        }
    }

    @Test
    void small_features_come_and_go_alone_and_together() throws Exception {
        try (ConsoleKaraf karaf = ConsoleKaraf.start("karaf-small")) {
            karaf.install(Given.KAR);
            karaf.say("feature:repo-add " + KarVersion.repository(KarVersion.OURS));
            Set<String> bundles = karaf.folder().bundles();
            List<List<String>> choices = new ArrayList<>(SMALL.stream().map(List::of).toList());
            choices.add(SMALL.subList(0, SMALL.size() - 1));
            choices.add(SMALL);
            for (List<String> choice : choices) {
                String features = String.join(" ", choice.stream().map(name -> "deltaframe-" + name).toList());
                karaf.say("feature:install " + features, "echo installed " + choice.hashCode());
                karaf.answers().await("installed " + choice.hashCode());
                String first = "io.deltaframe/io.deltaframe.api/";
                assertTrue(karaf.folder().bundles().stream().anyMatch(bundle -> bundle.contains(first)), features);
                karaf.say("feature:uninstall " + features);
                Leftovers.awaitEqual(bundles, karaf.folder()::bundles);
            }
            Leftovers.assertNone(karaf.jvm());
            assertNoErrors(karaf.log());
            assertTrue(karaf.stops(), "Karaf stops");
        }
    }
}
