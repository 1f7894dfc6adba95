package io.deltaframe.live.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.live.inference.Recognizers;
import io.deltaframe.live.inference.Turns;
import io.deltaframe.live.inference.WindowInference;
import io.deltaframe.live.metrics.Meters;
import io.deltaframe.live.result.Listeners;
import io.deltaframe.live.window.DueWindow;
import io.deltaframe.live.window.StreamWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

class SessionTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeRecognizer recognizer = new FakeRecognizer("m", 8, "wave", "hash");
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final FakeRecognizers recognizers = new FakeRecognizers();
    private final Listeners listeners = new Listeners(FakeLog.log());
    private final Turns turns = new Turns(executor);
    private final Heard heard = new Heard();

    /** Remembers what it is told. */
    static final class Heard implements LiveListener {
        final List<WindowResult> windows = new CopyOnWriteArrayList<>();
        final List<ActionEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public void window(WindowResult result) {
            windows.add(result);
        }

        @Override
        public void started(ActionEvent event) {
            events.add(event);
        }

        @Override
        public void ended(ActionEvent event) {
            events.add(event);
        }
    }

    @BeforeEach
    void serve() {
        recognizers.serve(recognizer);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
        assertTrue(recognizer.open.isEmpty(), "networks are held by nobody");
    }

    private Session open(LiveOptions options, LiveListener listener) {
        return new Session(options, new Session.Surroundings(recognizers.directory(), turns, listeners, new Meters(),
                () -> null, FakeLog.log()), listeners.mailbox(listener), closed -> { });
    }

    private static Frame frame(int number) {
        byte[] rgb = new byte[48];
        new Random(number).nextBytes(rgb);
        return Frame.wrap(4, 4, number * 40_000L, rgb);
    }

    private static void push(LiveSession session, int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            session.push(frame(i));
            assertTrue(session.drain(LONG));
        }
    }

    private void awaitInFlight() {
        while (!recognizer.gate.hasQueuedThreads()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void windows_share_segments_and_are_what_a_recomputation_gives() throws Exception {
        try (Session session = open(LiveOptions.of("a"), heard)) {
            push(session, 0, 400);
            assertEquals(12, heard.windows.size());
            assertEquals(8 + 11 * 3, recognizer.encoded.get());
            assertEquals(List.of(0, 5, 5, 5), heard.windows.stream().map(WindowResult::shared).limit(4).toList());
        }
        List<DueWindow> due = new ArrayList<>();
        StreamWindows windows = new StreamWindows(LiveOptions.of("b"));
        windows.plan(List.of(8));
        for (int i = 0; i < 400; i++) {
            due.addAll(windows.accept(frame(i), frame(i), 0).due());
        }
        for (int i = 0; i < due.size(); i++) {
            try (HeldNetworks held = recognizer.hold(); WindowInference alone = new WindowInference()) {
                assertEquals(heard.windows.get(i).actions(), alone.look(held, due.get(i), 0).scores());
            }
        }
    }

    @Test
    void pushing_never_waits_and_the_newest_window_is_served() throws Exception {
        try (Session session = open(LiveOptions.of("a"), heard)) {
            recognizer.gate.drainPermits();
            for (int i = 0; i < 77; i++) {
                session.push(frame(i));
            }
            awaitInFlight();
            for (int i = 77; i < 400; i++) {
                session.push(frame(i));
            }
            recognizer.gate.release(100);
            assertTrue(session.drain(LONG));
            assertEquals(2, heard.windows.size(), "the one in flight, and the newest");
            assertEquals(List.of(0L, 11L), heard.windows.stream().map(WindowResult::number).toList());
            assertEquals(10, session.status().dropped());
            assertEquals(2, session.status().windows());
        }
    }

    @Test
    void a_flood_of_one_session_does_not_take_the_turns_of_another() throws Exception {
        Heard other = new Heard();
        try (Session flood = open(LiveOptions.of("flood"), heard); Session calm = open(LiveOptions.of("calm"), other)) {
            recognizer.gate.drainPermits();
            for (int i = 0; i < 1000; i++) {
                flood.push(frame(i));
            }
            for (int i = 0; i < 80; i++) {
                calm.push(frame(i));
            }
            recognizer.gate.release(100);
            assertTrue(flood.drain(LONG));
            assertTrue(calm.drain(LONG));
            assertEquals(1, other.windows.size());
            assertEquals(0, calm.status().dropped());
        }
    }

    @Test
    void a_swap_loses_no_window_and_no_event() throws Exception {
        try (Session session = open(LiveOptions.of("a"), heard)) {
            push(session, 0, 77);
            // In flight on the old model while the new one comes
            recognizer.gate.drainPermits();
            for (int i = 77; i < 110; i++) {
                session.push(frame(i));
            }
            awaitInFlight();
            recognizer.serve("n", 16, "wave", "hash", "more");
            recognizer.gate.release(100);
            assertTrue(session.drain(LONG));
            push(session, 110, 300);
            session.end();
            assertTrue(session.drain(LONG));
            List<String> models = heard.windows.stream().map(window -> window.model().name()).toList();
            assertEquals(List.of("m", "m", "n", "n"), models.subList(0, 4));
            assertEquals(0, session.status().dropped());
            for (int i = 0; i < heard.windows.size(); i++) {
                assertEquals(i, heard.windows.get(i).number());
            }
            List<ActionEvent> waves = heard.events.stream().filter(event -> event.label().equals("wave")).toList();
            assertEquals(2, waves.size());
            assertEquals(List.of("m", "n"), List.of(waves.getLast().startModel().name(),
                    waves.getLast().endModel().name()));
            assertEquals(ActionEvent.Ending.STREAM_END, waves.getLast().ending());
        }
    }

    @Test
    void a_window_that_fails_is_counted_and_the_next_one_is_answered() throws Exception {
        try (Session session = open(LiveOptions.of("a"), heard)) {
            recognizer.failing = true;
            push(session, 0, 77);
            assertEquals("the engine failed", session.status().reason());
            recognizer.failing = false;
            push(session, 77, 110);
            assertEquals(1, session.status().dropped());
            assertEquals(1, heard.windows.size());
            assertEquals("", session.status().reason());
        }
    }

    @Test
    void frames_before_there_is_a_recognizer_are_counted() throws Exception {
        recognizers.withdraw();
        try (Session session = open(LiveOptions.of("a"), heard)) {
            push(session, 0, 10);
            assertEquals("there is no recognizer", session.status().reason());
            recognizers.serve(recognizer);
            push(session, 10, 90);
            assertEquals(10, session.status().lateFrames());
            assertEquals(1, heard.windows.size());
            assertEquals(Duration.ofMillis(400), heard.windows.getFirst().start());
        }
    }

    @Test
    void a_listener_that_hangs_holds_up_nobody() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch hung = new CountDownLatch(1);
        Session stuck = open(LiveOptions.of("stuck"), new LiveListener() {
            @Override
            public void window(WindowResult result) {
                hung.countDown();
                try {
                    hanging.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        try (Session session = open(LiveOptions.of("a"), heard)) {
            for (int i = 0; i < 110; i++) {
                stuck.push(frame(i));
            }
            hung.await();
            push(session, 0, 110);
            assertEquals(2, heard.windows.size());
            assertFalse(stuck.drain(Duration.ofMillis(50)));
        } finally {
            hanging.countDown();
            stuck.close();
        }
    }

    @Test
    void closing_ends_events_and_takes_no_more_frames() throws Exception {
        Session session = open(LiveOptions.of("a"), heard);
        push(session, 0, 77);
        assertTrue(session.status().bytes() > 0);
        session.close();
        assertTrue(session.drain(LONG));
        assertEquals(List.of(ActionEvent.Ending.NONE, ActionEvent.Ending.CLOSED),
                heard.events.stream().map(ActionEvent::ending).toList());
        assertEquals(0, session.status().bytes());
        assertThrows(IllegalStateException.class, () -> session.push(frame(77)));
    }

    @Test
    void a_size_that_changes_ends_events_and_begins_an_epoch() throws Exception {
        try (Session session = open(LiveOptions.of("a"), heard)) {
            push(session, 0, 77);
            for (int i = 77; i < 160; i++) {
                session.push(Frame.wrap(2, 8, i * 40_000L, new byte[48]));
                assertTrue(session.drain(LONG));
            }
            assertEquals(List.of(1, 2), heard.windows.stream().map(WindowResult::epoch).toList());
            assertEquals("frames of 4x4 became frames of 2x8", heard.events.get(1).reason());
        }
    }

    private static final class FakeRecognizers {
        private final Recognizers directory =
                new Recognizers();
        private final ServiceReference<SegmentRecognizer> reference = FakeReference.of("default");

        Recognizers directory() {
            return directory;
        }

        void serve(SegmentRecognizer recognizer) {
            directory.bind(reference, recognizer);
        }

        void withdraw() {
            directory.unbind(reference);
        }
    }
}
