package io.deltaframe.itests.installed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Deltaframe comes into a stock Karaf, works for somebody else's bundle, changes its model, and goes without a trace.
 */
class KarafIT {

    private static final String ON_JDK_25 = "karaf-on-jdk25.sh";

    @Test
    void a_kar_is_installed_works_and_is_uninstalled_without_a_trace() throws Exception {
        try (StockKaraf karaf = StockKaraf.start(ON_JDK_25)) {
            LogTail log = karaf.log();
            KarafFolder folder = karaf.folder();
            log.await("Done.");
            Set<String> bundles = folder.bundles();

            // The host first: it waits for what it needs.
            folder.deploy(Given.HOST);
            folder.configure("org.example.host", "video = " + Given.VIDEO);
            folder.deploy(Given.KAR);
            log.await("motion 1.0.0 sees: " + Given.ACTION);

            // The best model there is, until its file of configuration is gone.
            folder.configure("io.deltaframe.model-tiny", "file = " + Given.TINY, "name = tiny", "version = 2.0.0");
            log.await("changed to recognizer default with tiny 2.0.0");
            log.await("tiny 2.0.0 sees: class ");
            folder.unconfigure("io.deltaframe.model-tiny");
            log.await("motion 1.0.0 sees: " + Given.ACTION);
            // Events come on a thread of their own.
            assertTold(folder, "io/deltaframe/model/ADDED ", "deltaframe.model=tiny", "deltaframe.model.version=2.0.0");
            assertTold(folder, "io/deltaframe/recognizer/SWAPPED ", "deltaframe.model=tiny",
                    "deltaframe.previous.model=motion", "deltaframe.recognizer=default");
            assertTold(folder, "io/deltaframe/model/REMOVED ", "deltaframe.model=tiny");
            assertTold(folder, "io/deltaframe/recognizer/SWAPPED ", "deltaframe.model=motion",
                    "deltaframe.previous.model=tiny");

            // A file that is no model changes nothing, and is told with its name.
            folder.configure("io.deltaframe.model-broken", "file = " + Given.HOST, "name = broken", "version = 3.0.0");
            assertTold(folder, "io/deltaframe/model/FAILED ", "deltaframe.source=" + Given.HOST, "deltaframe.reason=");
            folder.unconfigure("io.deltaframe.model-broken");
            folder.configure("org.example.host", "video = " + Given.VIDEO, "again = yes");
            log.await("motion 1.0.0 sees: " + Given.ACTION);

            folder.undeploy(Given.HOST);
            folder.unconfigure("org.example.host");
            log.await("gone is recognizer default");
            folder.undeploy(Given.KAR);
            Leftovers.awaitEqual(bundles, folder::bundles);
            Leftovers.assertNone(karaf.jvm());
            assertEquals(List.of(), log.lines().stream()
                    .filter(line -> line.contains("| ERROR |") && !line.contains(Given.HOST.toString())).toList());
        }
    }

    /** The host has heard an event, whenever that was. */
    private static void assertTold(KarafFolder folder, String... words) throws Exception {
        folder.log().await(words);
    }

    @Test
    void the_gpu_engine_runs_where_there_is_a_tornadovm() throws Exception {
        String home = System.getenv("TORNADOVM_HOME");
        if (home == null) {
            System.out.println("No GPU engine in Karaf: TORNADOVM_HOME is not set");
        }
        Assumptions.assumeTrue(home != null, "TORNADOVM_HOME is not set");
        try (StockKaraf karaf = StockKaraf.start(ON_JDK_25, "karaf-with-tornadovm.sh")) {
            LogTail log = karaf.log();
            KarafFolder folder = karaf.folder();
            folder.configure("io.deltaframe.recognizer-gpu", "name = gpu", "engine = tornado");
            folder.deploy(Given.KAR);
            log.await("GPU engine: TornadoVM on ");
            log.await("recognizer gpu runs motion 1.0.0 on tornado");
            folder.deploy(Given.HOST);
            folder.configure("org.example.host", "video = " + Given.VIDEO);
            log.await("motion 1.0.0 sees: " + Given.ACTION);
            assertEquals(List.of(), log.lines().stream().filter(line -> line.contains("| ERROR |")).toList());
        }
    }
}
