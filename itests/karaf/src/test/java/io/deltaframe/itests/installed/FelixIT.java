package io.deltaframe.itests.installed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * In a stock Felix: any order of installing, starting, stopping and updating is right, and nothing is logged as an
 * error.
 */
@Timeout(value = 1800, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FelixIT {

    private static final long SEED = Long.getLong("itests.seed", System.nanoTime());
    private static final int ROUNDS = 50;
    private static final int PATIENCE = 100;
    private static final long POLL_MILLISECONDS = 250;

    private final Random random = new Random(SEED);
    private final List<Long> bundles = new ArrayList<>();
    private StockFelix felix;

    @BeforeEach
    void install() throws IOException {
        System.out.println("Order of everything: -Ditests.seed=" + SEED);
        felix = StockFelix.start();
        felix.configure("org.osgi.service.log.admin", "ROOT = INFO");
        felix.configure("org.example.host", "video = " + Given.VIDEO);
        for (Path jar : shuffled(StockFelix.jars())) {
            bundles.add(felix.install(jar));
        }
        felix.each("start", shuffled(bundles));
    }

    @AfterEach
    void stop() {
        felix.close();
    }

    private <T> List<T> shuffled(List<T> ordered) {
        List<T> list = new ArrayList<>(ordered);
        Collections.shuffle(list, random);
        return list;
    }

    /** Asks again while there is no recognizer yet, and while the host itself is being refreshed. */
    private void assertRecognizes(String command) throws IOException, InterruptedException {
        String answer = felix.ask(command + " " + Given.VIDEO);
        for (int asked = 0; asked < PATIENCE && !answer.contains(Given.ACTION); asked++) {
            Thread.sleep(POLL_MILLISECONDS);
            answer = felix.ask(command + " " + Given.VIDEO);
        }
        assertTrue(answer.contains(Given.ACTION), answer);
    }

    private long watched() throws IOException {
        return felix.logged("info").stream().filter(line -> line.contains("motion 1.0.0 sees: " + Given.ACTION))
                .count();
    }

    /** The host's component acts when it is configured anew: is it still there, and with a recognizer? */
    private void assertWatches() throws IOException, InterruptedException {
        long before = watched();
        felix.configure("org.example.host", "video = " + Given.VIDEO, "time = " + System.nanoTime());
        for (int asked = 0; asked < PATIENCE && watched() == before; asked++) {
            Thread.sleep(POLL_MILLISECONDS);
        }
        assertTrue(watched() > before, "the host's component is silent: " + felix.ask("scr:info org.example.host")
                + felix.logged("warning"));
    }

    private void assertNoErrors() throws IOException {
        assertEquals(List.of(), felix.logged("error"));
    }

    @Test
    void everything_starts_and_stops_fifty_times_in_any_order() throws Exception {
        assertRecognizes("host:tracked");
        List<String> components = felix.components();
        assertTrue(components.size() > 10, components.toString());
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 2 == 0) {
                felix.each("stop", shuffled(bundles));
                felix.each("start", shuffled(bundles));
            } else {
                felix.each("scr:disable", shuffled(components));
                felix.each("scr:enable", shuffled(components));
            }
            assertRecognizes("host:tracked");
        }
        assertNoErrors();

        felix.each("uninstall", shuffled(bundles));
        felix.refresh();
        Leftovers.assertNone(felix.jvm());
        assertEquals(0, felix.stop());
    }

    @Test
    void a_host_survives_updates_of_every_bundle_underneath() throws Exception {
        assertRecognizes("host:tracked");
        for (long bundle : shuffled(bundles)) {
            felix.update(bundle);
            felix.refresh();
            assertRecognizes("host:tracked");
            assertRecognizes("host:lookedUp");
            assertWatches();
        }
        assertNoErrors();
        assertEquals(0, felix.stop());
    }
}
