package io.deltaframe.itests.installed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Deltaframe comes into a stock Karaf, works for somebody else's bundle, changes its model, and goes without a trace. */
class KarafIT {

    @Test
    void a_kar_is_installed_works_and_is_uninstalled_without_a_trace() throws Exception {
        try (Karaf karaf = Karaf.start()) {
            Journal log = karaf.log();
            log.await("Done.");
            Set<String> bundles = new TreeSet<>(karaf.bundles());

            // The host first: it waits for what it needs.
            karaf.deploy(Given.HOST);
            karaf.configure("org.example.host", "video = " + Given.VIDEO);
            karaf.deploy(Given.KAR);
            log.await("motion 1.0.0 sees: " + Given.ACTION);

            // The best model there is, until its file of configuration is gone.
            karaf.configure("io.deltaframe.model-tiny", "file = " + Given.TINY, "name = tiny", "version = 2.0.0");
            log.await("changed to recognizer default with tiny 2.0.0");
            log.await("tiny 2.0.0 sees: class ");
            karaf.unconfigure("io.deltaframe.model-tiny");
            log.await("motion 1.0.0 sees: " + Given.ACTION);

            karaf.undeploy(Given.HOST);
            karaf.unconfigure("org.example.host");
            log.await("gone is recognizer default");
            karaf.undeploy(Given.KAR);
            Trace.awaitEqual(bundles, () -> new TreeSet<>(karaf.bundles()));
            Trace.assertNone(karaf.jvm());
            assertEquals(List.of(), log.lines().stream().filter(line -> line.contains("| ERROR |")).toList());
        }
    }
}
