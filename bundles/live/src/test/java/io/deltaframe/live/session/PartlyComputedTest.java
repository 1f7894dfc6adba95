package io.deltaframe.live.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveOptions.Gate;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.live.WindowResult.Inference;
import io.deltaframe.api.segment.AdvancingClip;
import io.deltaframe.api.segment.EncodedSegment;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.live.window.DueWindow;
import io.deltaframe.live.window.SegmentFrames;
import io.deltaframe.live.window.StreamWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows that are computed in part, or not at all. */
class PartlyComputedTest {

    private static final int K = 3;
    /** Windows that advance by a segment. */
    private static final LiveOptions ADVANCING = LiveOptions.of("a")
            .withWindows(Duration.ofMillis(3200), Duration.ofMillis(400)).withIncremental(K);

    private final SessionRig rig = new SessionRig();
    private final FakeRecognizer recognizer = rig.recognizer;

    @AfterEach
    void stop() {
        rig.stop();
    }

    private List<WindowResult> windows() {
        return rig.heard.windows;
    }

    private List<Inference> inferences() {
        return windows().stream().map(WindowResult::inference).toList();
    }

    private static List<DueWindow> due(LiveOptions options, int frames) {
        StreamWindows windows = new StreamWindows(options);
        windows.plan(List.of(8));
        List<DueWindow> due = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            due.addAll(windows.accept(SessionRig.frame(i), SessionRig.frame(i), 0).due());
        }
        return due;
    }

    private static List<EncodedSegment> encoded(SegmentNetwork network, DueWindow window) throws Exception {
        List<EncodedSegment> segments = new ArrayList<>();
        for (int t = 0; t < network.segments(); t++) {
            segments.add(network.newSegment());
            network.encode(List.of(SegmentFrames.of(window, t, network.segments())
                    .choose(window.frames(), SegmentNetwork.FRAMES)), segments.subList(t, t + 1));
        }
        return segments;
    }

    private static double hash(List<Action> actions) {
        return actions.stream().filter(action -> action.label().equals("hash")).findFirst().orElseThrow().score();
    }

    @Test
    void the_first_window_is_exact_and_the_next_ones_advance() throws Exception {
        try (Session session = rig.open(ADVANCING)) {
            SessionRig.push(session, 0, 200);
            assertTrue(session.status().bytes() > 0);
        }
        List<DueWindow> due = due(ADVANCING, 200);
        assertEquals(due.size(), windows().size());
        try (HeldNetworks held = recognizer.hold()) {
            SegmentNetwork network = held.networks().getFirst();
            AdvancingClip clip = network.newAdvancingClip(K, 1).orElseThrow();
            for (int i = 0; i < due.size(); i++) {
                List<EncodedSegment> segments = encoded(network, due.get(i));
                float[] exact = network.classify(List.of(segments))[0];
                float[] near = i == 0 ? clip.start(segments) : clip.advance(segments.subList(8 - K, 8));
                assertEquals(near[1], hash(windows().get(i).actions()), 1e-6);
                assertEquals(i == 0 ? Inference.EXACT : Inference.INCREMENTAL, windows().get(i).inference());
                if (i == 0) {
                    assertEquals(exact[1], near[1]);
                } else {
                    assertNotEquals(exact[1], near[1], "the network of this test tells them apart");
                }
            }
        }
    }

    @Test
    void windows_are_exact_where_they_advance_by_more_than_a_segment() throws Exception {
        exact(ADVANCING.withWindows(Duration.ofMillis(3200), Duration.ofMillis(800)));
    }

    @Test
    void windows_are_exact_where_they_have_no_more_segments_than_would_be_computed() throws Exception {
        exact(ADVANCING.withIncremental(8));
    }

    @Test
    void windows_are_exact_where_the_engine_cannot_compute_a_part() throws Exception {
        recognizer.advancing = false;
        exact(ADVANCING);
    }

    private void exact(LiveOptions options) throws Exception {
        try (Session session = rig.open(options)) {
            SessionRig.push(session, 0, 150);
        }
        assertTrue(windows().size() > 3);
        assertTrue(inferences().stream().allMatch(Inference.EXACT::equals), inferences().toString());
        assertEquals(windows().size(), recognizer.classified.get());
    }

    @Test
    void a_window_after_a_gap_is_exact() throws Exception {
        try (Session session = rig.open(ADVANCING)) {
            SessionRig.push(session, 0, 105);
            assertEquals(List.of(Inference.EXACT, Inference.INCREMENTAL, Inference.INCREMENTAL), inferences());
            // Two windows are due while one is in flight: the older of the two is dropped
            recognizer.gate.drainPermits();
            for (int i = 105; i < 112; i++) {
                session.push(SessionRig.frame(i));
            }
            rig.awaitInFlight();
            for (int i = 112; i < 132; i++) {
                session.push(SessionRig.frame(i));
            }
            recognizer.gate.release(1000);
            assertTrue(session.drain(SessionRig.LONG));
            assertEquals(1, session.status().dropped());
            assertEquals(List.of(Inference.INCREMENTAL, Inference.EXACT), inferences().subList(3, 5));
            SessionRig.push(session, 132, 142);
            assertEquals(Inference.INCREMENTAL, inferences().getLast());
            // Another epoch
            SessionRig.push(session, 400, 495);
            int first = (int) windows().stream().filter(window -> window.epoch() == 1).count();
            assertEquals(List.of(Inference.EXACT, Inference.INCREMENTAL), inferences().subList(first, first + 2));
            session.end();
            assertTrue(session.drain(SessionRig.LONG));
            assertTrue(windows().getLast().partial());
            assertEquals(Inference.EXACT, inferences().getLast());
        }
    }

    @Test
    void a_swap_under_load_ends_windows_of_the_old_model_and_loses_none() throws Exception {
        try (Session session = rig.open(ADVANCING)) {
            for (int swap = 0; swap < 50; swap++) {
                int from = swap * 40;
                SessionRig.push(session, from, from + 35);
                recognizer.gate.drainPermits();
                int next = from + 35;
                // A window is in flight while the next model comes
                while (!recognizer.gate.hasQueuedThreads() && next < from + 40) {
                    session.push(SessionRig.frame(next++));
                    rig.settle(session);
                }
                recognizer.serve("m" + (swap + 1), swap % 2 == 0 ? 16 : 8, "wave", "hash");
                recognizer.gate.release(1000);
                assertTrue(session.drain(SessionRig.LONG));
                SessionRig.push(session, next, from + 40);
            }
            assertEquals(0, session.status().dropped());
        }
        String model = "";
        for (int i = 0; i < windows().size(); i++) {
            WindowResult window = windows().get(i);
            assertEquals(i, window.number());
            if (!window.model().name().equals(model)) {
                assertEquals(Inference.EXACT, window.inference(), "the first window of a model");
            }
            model = window.model().name();
        }
        assertTrue(inferences().contains(Inference.INCREMENTAL));
        assertEquals(51, 1 + Integer.parseInt(recognizer.network.model().name().substring(1)));
    }

    @Test
    void the_gate_answers_windows_in_which_nothing_moves() throws Exception {
        try (Session session = rig.open(still(Gate.ON))) {
            calm(session, 0, 500);
            assertEquals(List.of(Inference.EXACT, Inference.NONE, Inference.NONE), inferences().subList(0, 3));
            long seen = inferences().stream().filter(Inference.EXACT::equals).count();
            assertEquals(windows().size() - seen, session.status().gated());
            // Windows end at 3 s, 4.125 s and so on; a look is due 5 s after the one before
            assertEquals(4, seen, inferences().toString());
            WindowResult gated = windows().get(2);
            assertTrue(gated.gated());
            assertEquals(List.of(), gated.actions());
            assertEquals("m", gated.model().name());
            assertEquals(0, session.status().missed());
            assertEquals(List.of("wave", "wave"), rig.heard.events.stream().limit(2).map(event -> event.label())
                    .toList(), "the action ends where nothing moves");
            SessionRig.push(session, 500, 520);
            assertEquals(Inference.EXACT, inferences().getLast(), "something moves");
        }
    }

    @Test
    void the_gate_on_audit_counts_what_it_would_have_missed() throws Exception {
        try (Session session = rig.open(still(Gate.AUDIT))) {
            calm(session, 0, 500);
            assertTrue(inferences().stream().allMatch(Inference.EXACT::equals));
            long gated = windows().stream().filter(WindowResult::gated).count();
            assertTrue(gated > 5, "gated " + gated);
            assertEquals(gated, session.status().gated());
            assertEquals(gated, session.status().missed(), "the network of this test sees an action everywhere");
        }
    }

    private static LiveOptions still(Gate gate) {
        return LiveOptions.of("a").withWindows(Duration.ofSeconds(3), Duration.ofSeconds(1))
                .withGate(gate, Duration.ofSeconds(5));
    }

    private static void calm(Session session, int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            session.push(Frame.wrap(4, 4, i * 40_000L, new byte[48]));
            assertTrue(session.drain(SessionRig.LONG));
        }
    }
}
