package io.deltaframe.itests.installed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A new version comes in while a host calls without a pause, in Karaf on Java 21. The host stands still for some
 * seconds, and none of its calls fails.
 */
class KarafUpgradeIT {

    private static final String SEES = "patrol sees: " + Given.ACTION;
    private static final Pattern BUNDLE = Pattern.compile("Active\\s+\\d+\\s+(\\S+)\\s+(io\\.deltaframe\\.\\S+)");
    /** Karaf updates a bundle up to the next minor version, and puts another in its place from there on. */
    private static final List<String> VERSIONS = List.of(KarVersion.next(false), KarVersion.next(true));

    /** {@return our bundles, all of one version} */
    private static Set<String> ours(ConsoleKaraf karaf, String version) throws Exception {
        Set<String> ours = new TreeSet<>();
        for (String line : karaf.ask("bundle:list -t 0 -s --no-format")) {
            Matcher bundle = BUNDLE.matcher(line);
            if (bundle.find()) {
                assertEquals(version.replace("-SNAPSHOT", ".SNAPSHOT"), bundle.group(1), line);
                ours.add(bundle.group(2));
            }
        }
        assertTrue(ours.contains("io.deltaframe.api"), ours.toString());
        return ours;
    }

    private static void beginPatrol(ConsoleKaraf karaf) throws Exception {
        karaf.folder().deploy(Given.HOST);
        karaf.folder().configure("org.example.patrol", "video = " + Given.VIDEO);
        karaf.log().await(SEES);
    }

    /** The host had no recognizer for a moment, and calls again. */
    private static void awaitPatrol(ConsoleKaraf karaf) throws Exception {
        karaf.log().await("patrol ends after ");
        karaf.log().await("patrol begins");
        karaf.log().await(SEES);
    }

    private static List<String> failures(ConsoleKaraf karaf) throws Exception {
        return karaf.log().lines().stream().filter(line -> line.contains("| ERROR |")
                || line.contains("a call failed") || line.contains("some still run")).toList();
    }

    @Test
    void features_are_upgraded_under_a_host_that_calls() throws Exception {
        try (ConsoleKaraf karaf = ConsoleKaraf.start("karaf-upgrade")) {
            karaf.install(Given.KAR);
            Set<String> before = karaf.folder().bundles();
            karaf.say("feature:repo-add " + KarVersion.repository(KarVersion.OURS), "feature:install deltaframe");
            beginPatrol(karaf);
            Set<String> ours = ours(karaf, KarVersion.OURS);
            for (String version : VERSIONS) {
                karaf.install(KarVersion.kar(version));
                karaf.say("feature:repo-add " + KarVersion.repository(version), "feature:install --upgrade deltaframe");
                awaitPatrol(karaf);
                assertEquals(ours, ours(karaf, version));
            }
            karaf.folder().undeploy(Given.HOST);
            karaf.log().await("patrol ends after ");
            karaf.say("feature:uninstall deltaframe");
            Leftovers.awaitEqual(before, karaf.folder()::bundles);
            Leftovers.assertNone(karaf.jvm());
            assertEquals(List.of(), failures(karaf));
        }
    }

    @Test
    void a_kar_takes_the_place_of_another_under_a_host_that_calls() throws Exception {
        try (ConsoleKaraf karaf = ConsoleKaraf.start("karaf-upgrade-kar")) {
            Set<String> before = karaf.folder().bundles();
            karaf.folder().deploy(Given.KAR);
            beginPatrol(karaf);
            Set<String> ours = ours(karaf, KarVersion.OURS);
            Path old = Given.KAR;
            for (String version : VERSIONS) {
                Path kar = KarVersion.kar(version);
                karaf.folder().replace(old, kar);
                awaitPatrol(karaf);
                assertEquals(ours, ours(karaf, version));
                old = kar;
            }
            karaf.folder().undeploy(Given.HOST);
            karaf.log().await("patrol ends after ");
            karaf.folder().undeploy(old);
            Leftovers.awaitEqual(before, karaf.folder()::bundles);
            Leftovers.assertNone(karaf.jvm());
            // Between the two the host has nothing to be wired to, which the framework calls an error
            assertEquals(List.of(),
                    failures(karaf).stream().filter(line -> !line.contains("org.example.host")).toList());
        }
    }
}
