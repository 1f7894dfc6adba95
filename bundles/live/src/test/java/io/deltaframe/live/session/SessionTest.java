package io.deltaframe.live.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.live.inference.WindowInference;
import io.deltaframe.live.window.DueWindow;
import io.deltaframe.live.window.StreamWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final Duration LONG = SessionRig.LONG;

    private final SessionRig rig = new SessionRig();
    private final FakeRecognizer recognizer = rig.recognizer;
    private final SessionRig.Heard heard = rig.heard;

    @AfterEach
    void stop() {
        rig.stop();
    }

    @Test
    void windows_share_segments_and_are_what_a_recomputation_gives() throws Exception {
        try (Session session = rig.open(LiveOptions.of("a"), heard)) {
            SessionRig.push(session, 0, 400);
            assertEquals(12, heard.windows.size());
            assertEquals(8 + 11 * 3, recognizer.encoded.get());
            assertEquals(List.of(0, 5, 5, 5), heard.windows.stream().map(WindowResult::shared).limit(4).toList());
        }
        List<DueWindow> due = new ArrayList<>();
        StreamWindows windows = new StreamWindows(LiveOptions.of("b"));
        windows.plan(List.of(8));
        for (int i = 0; i < 400; i++) {
            due.addAll(windows.accept(SessionRig.frame(i), SessionRig.frame(i), 0).due());
        }
        for (int i = 0; i < due.size(); i++) {
            try (HeldNetworks held = recognizer.hold(); WindowInference alone = new WindowInference(0)) {
                assertEquals(heard.windows.get(i).actions(), alone.look(held, due.get(i), 0).scores());
            }
        }
    }

    @Test
    void pushing_never_waits_and_the_newest_window_is_served() throws Exception {
        try (Session session = rig.open(LiveOptions.of("a"), heard)) {
            recognizer.gate.drainPermits();
            for (int i = 0; i < 77; i++) {
                session.push(SessionRig.frame(i));
            }
            rig.awaitInFlight();
            for (int i = 77; i < 400; i++) {
                session.push(SessionRig.frame(i));
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
        SessionRig.Heard other = new SessionRig.Heard();
        try (Session flood = rig.open(LiveOptions.of("flood"), heard);
                Session calm = rig.open(LiveOptions.of("calm"), other)) {
            recognizer.gate.drainPermits();
            for (int i = 0; i < 1000; i++) {
                flood.push(SessionRig.frame(i));
            }
            for (int i = 0; i < 80; i++) {
                calm.push(SessionRig.frame(i));
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
        try (Session session = rig.open(LiveOptions.of("a"), heard)) {
            SessionRig.push(session, 0, 77);
            // In flight on the old model while the new one comes
            recognizer.gate.drainPermits();
            for (int i = 77; i < 110; i++) {
                session.push(SessionRig.frame(i));
            }
            rig.awaitInFlight();
            recognizer.serve("n", 16, "wave", "hash", "more");
            recognizer.gate.release(100);
            assertTrue(session.drain(LONG));
            SessionRig.push(session, 110, 300);
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
        try (Session session = rig.open(LiveOptions.of("a"), heard)) {
            recognizer.failing = true;
            SessionRig.push(session, 0, 77);
            assertEquals("the engine failed", session.status().reason());
            recognizer.failing = false;
            SessionRig.push(session, 77, 110);
            assertEquals(1, session.status().dropped());
            assertEquals(1, heard.windows.size());
            assertEquals("", session.status().reason());
        }
    }

    @Test
    void frames_before_there_is_a_recognizer_are_counted() throws Exception {
        rig.withdraw();
        try (Session session = rig.open(LiveOptions.of("a"), heard)) {
            SessionRig.push(session, 0, 10);
            assertEquals("there is no recognizer", session.status().reason());
            rig.serve();
            SessionRig.push(session, 10, 90);
            assertEquals(10, session.status().lateFrames());
            assertEquals(1, heard.windows.size());
            assertEquals(Duration.ofMillis(400), heard.windows.getFirst().start());
        }
    }

    @Test
    void a_listener_that_hangs_holds_up_nobody() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch hung = new CountDownLatch(1);
        Session stuck = rig.open(LiveOptions.of("stuck"), new LiveListener() {
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
        try (Session session = rig.open(LiveOptions.of("a"), heard)) {
            for (int i = 0; i < 110; i++) {
                stuck.push(SessionRig.frame(i));
            }
            hung.await();
            SessionRig.push(session, 0, 110);
            assertEquals(2, heard.windows.size());
            assertFalse(stuck.drain(Duration.ofMillis(50)));
        } finally {
            hanging.countDown();
            stuck.close();
        }
    }

    @Test
    void closing_ends_events_and_takes_no_more_frames() throws Exception {
        Session session = rig.open(LiveOptions.of("a"), heard);
        SessionRig.push(session, 0, 77);
        assertTrue(session.status().bytes() > 0);
        session.close();
        assertTrue(session.drain(LONG));
        assertEquals(List.of(ActionEvent.Ending.NONE, ActionEvent.Ending.CLOSED),
                heard.events.stream().map(ActionEvent::ending).toList());
        assertEquals(0, session.status().bytes());
        assertThrows(IllegalStateException.class, () -> session.push(SessionRig.frame(77)));
    }

    @Test
    void a_size_that_changes_ends_events_and_begins_an_epoch() throws Exception {
        try (Session session = rig.open(LiveOptions.of("a"), heard)) {
            SessionRig.push(session, 0, 77);
            for (int i = 77; i < 160; i++) {
                session.push(Frame.wrap(2, 8, i * 40_000L, new byte[48]));
                assertTrue(session.drain(LONG));
            }
            assertEquals(List.of(1, 2), heard.windows.stream().map(WindowResult::epoch).toList());
            assertEquals("frames of 4x4 became frames of 2x8", heard.events.get(1).reason());
        }
    }
}
