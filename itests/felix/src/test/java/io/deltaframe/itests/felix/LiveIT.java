package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.live.WindowResult.Inference;
import io.deltaframe.api.segment.AdvancingClip;
import io.deltaframe.api.segment.EncodedSegment;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.api.video.VideoWriter;
import io.deltaframe.framework.FelixFramework;
import io.deltaframe.itests.felix.MotionClip.Motion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.ServiceRegistration;

/** Live sessions over the embedded model: pushed frames, a file, and the command. */
class LiveIT {

    @RegisterExtension
    static final FelixFramework FELIX = Distribution.felix();

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    /** Remembers what it is told. */
    private static final class Heard implements LiveListener {
        private final List<WindowResult> windows = new CopyOnWriteArrayList<>();
        private final List<ActionEvent> events = new CopyOnWriteArrayList<>();
        private final BlockingQueue<SourceEvent> states = new LinkedBlockingQueue<>();

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

        @Override
        public void source(SourceEvent event) {
            states.add(event);
        }
    }

    @BeforeEach
    void awaitRecognizer(FelixFramework felix) throws Exception {
        felix.service(SegmentRecognizer.class);
    }

    private static List<WindowResult> windows(FelixFramework felix, LiveOptions options, List<Frame> frames)
            throws Exception {
        Heard heard = new Heard();
        try (LiveSession session = felix.service(LiveSessions.class).open(options, heard)) {
            for (Frame frame : frames) {
                session.push(frame);
                assertTrue(session.drain(LONG));
            }
            session.end();
            assertTrue(session.drain(LONG));
            assertEquals(0, session.status().dropped());
        }
        return heard.windows;
    }

    @ParameterizedTest
    @EnumSource(names = {"RIGHT", "LEFT", "UP", "CLOSER", "CAMERA_LEFT"})
    void the_same_scene_has_the_same_label_at_any_frame_rate(Motion motion, FelixFramework felix) throws Exception {
        List<String> labels = new ArrayList<>();
        for (double rate : new double[] {10, 25, 60}) {
            List<WindowResult> windows =
                    windows(felix, LiveOptions.of("rate"), MotionClip.frames(motion, 0, rate, 3));
            assertEquals(1, windows.size());
            labels.add(windows.getFirst().actions().getFirst().label());
        }
        assertEquals(List.of(motion.label, motion.label, motion.label), labels);
    }

    @Test
    void shared_segments_give_what_a_session_gives_that_has_seen_nothing_before(FelixFramework felix)
            throws Exception {
        LiveOptions options = LiveOptions.of("shared").withWindows(Duration.ofSeconds(4), Duration.ofMillis(500));
        List<Frame> frames = MotionClip.frames(Motion.DOWN, 3, 20, 7);
        List<WindowResult> shared = windows(felix, options, frames);
        assertEquals(7, shared.size());
        for (WindowResult window : shared) {
            long start = window.start().toNanos() / 1000;
            List<Frame> alone = frames.stream().filter(frame -> frame.timestampMicros() >= start).toList();
            WindowResult fresh = windows(felix, options, alone).getFirst();
            assertEquals(window.start(), fresh.start());
            assertEquals(0, fresh.shared());
            assertEquals(window.number() == 0 ? 0 : 7, window.shared());
            assertEquals(fresh.actions(), window.actions());
        }
    }

    /** 16 frames a second are six a segment of a window of 3 s: its second to sixth are around its middle. */
    private static List<Frame> segment(List<Frame> frames, int segment) {
        return frames.subList(6 * segment + 1, 6 * segment + 6);
    }

    @Test
    void windows_that_are_computed_in_part_are_those_of_the_network_that_advances(FelixFramework felix)
            throws Exception {
        LiveOptions options = LiveOptions.of("advancing").withWindows(Duration.ofSeconds(3), Duration.ofMillis(375));
        List<Frame> frames = MotionClip.frames(Motion.CLOSER, 2, 16, 6);
        List<WindowResult> exact = windows(felix, options, frames);
        List<WindowResult> near = windows(felix, options.withIncremental(3), frames);
        assertEquals(9, near.size());
        assertEquals(exact.getFirst().actions(), near.getFirst().actions());
        try (HeldNetworks held = felix.service(SegmentRecognizer.class).hold()) {
            SegmentNetwork network = held.networks().getFirst();
            AdvancingClip clip = network.newAdvancingClip(3, 1).orElseThrow();
            List<EncodedSegment> segments = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                segments.add(network.newSegment());
                network.encode(List.of(segment(frames, t)), segments.subList(t, t + 1));
            }
            for (int i = 0; i < near.size(); i++) {
                float[] logits = i == 0 ? clip.start(segments.subList(0, 8))
                        : clip.advance(segments.subList(i + 5, i + 8));
                assertEquals(held.rank(List.of(logits)).subList(0, 5), near.get(i).actions());
                assertEquals(i == 0 ? Inference.EXACT : Inference.INCREMENTAL, near.get(i).inference());
                assertEquals(Inference.EXACT, exact.get(i).inference());
            }
            segments.forEach(EncodedSegment::close);
        }
    }

    @Test
    void a_still_scene_is_not_shown_to_the_network_and_motion_is(FelixFramework felix) throws Exception {
        LiveOptions options = LiveOptions.of("still").withGate(LiveOptions.Gate.ON, Duration.ofSeconds(60));
        List<WindowResult> still = windows(felix, options, MotionClip.frames(Motion.NOTHING, 0, 10, 20));
        assertEquals(1, still.stream().filter(window -> window.inference() != Inference.NONE).count());
        List<WindowResult> moving = windows(felix, options, MotionClip.frames(Motion.RIGHT, 0, 10, 4));
        assertTrue(moving.stream().noneMatch(WindowResult::gated));
    }

    @Test
    void a_listener_in_the_registry_hears_what_it_asks_for(FelixFramework felix) throws Exception {
        Heard starts = new Heard();
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(LiveListener.SESSIONS, "gate*",
                LiveListener.TYPES, new String[] {"start", "window"}, LiveListener.FILTER,
                "(label=" + Motion.RIGHT.label + ")"));
        ServiceRegistration<LiveListener> registration =
                felix.context().registerService(LiveListener.class, starts, properties);
        try {
            windows(felix, LiveOptions.of("gate 1"), MotionClip.frames(Motion.RIGHT, 0, 25, 3));
            windows(felix, LiveOptions.of("yard"), MotionClip.frames(Motion.RIGHT, 0, 25, 3));
            windows(felix, LiveOptions.of("gate 2"), MotionClip.frames(Motion.UP, 0, 25, 3));
            felix.service(LiveSessions.class);
            for (long end = System.nanoTime() + LONG.toNanos(); starts.windows.isEmpty()
                    && System.nanoTime() < end;) {
                Thread.onSpinWait();
            }
        } finally {
            registration.unregister();
        }
        assertEquals(List.of("gate 1"), starts.windows.stream().map(WindowResult::session).toList());
        assertEquals(List.of("gate 1 NONE"), starts.events.stream()
                .map(event -> event.session() + " " + event.ending()).toList());
    }

    private Path clip(FelixFramework felix) throws Exception {
        Path clip = folder.resolve("clip.mp4");
        felix.service(VideoWriter.class).write(clip, 25, 1_500_000, MotionClip.frames(Motion.LEFT, 1, 25, 5));
        return clip;
    }

    @Test
    void a_file_is_read_to_its_end_and_its_last_window_is_partial(FelixFramework felix) throws Exception {
        Heard heard = new Heard();
        try (LiveSession session = felix.service(LiveSessions.class).open(LiveOptions.of("file"), heard)) {
            session.attach(SourceOptions.of(clip(felix).toString()));
            List<String> states = new ArrayList<>();
            while (!states.contains("STOPPED")) {
                SourceEvent event = heard.states.poll(LONG.toMillis(), TimeUnit.MILLISECONDS);
                assertTrue(event != null, "after " + states);
                states.add(event.state().name());
            }
            assertEquals(List.of("CONNECTING", "RUNNING", "STOPPED"), states);
            assertTrue(session.drain(LONG));
            assertEquals(0, session.status().dropped());
        }
        assertEquals(List.of(false, false, true), heard.windows.stream().map(WindowResult::partial).toList());
        assertEquals(List.of(Duration.ofSeconds(3), Duration.ofMillis(4125), Duration.ofSeconds(5)),
                heard.windows.stream().map(WindowResult::end).toList());
        assertEquals(Motion.LEFT.label, heard.windows.getFirst().actions().getFirst().label());
    }

    @Test
    void the_command_prints_events_windows_and_a_summary(FelixFramework felix) throws Exception {
        Run run = Run.deltaframe(folder, "", "watch", "--json", "--windows", clip(felix).getFileName().toString());
        assertEquals(0, run.status(), run.err());
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(Json.object(line));
        }
        assertEquals(List.of("source", "source", "window", "start", "window", "window", "end", "source", "summary"),
                lines.stream().map(line -> line.get("type")).toList(), run.out());
        Map<String, Object> start = lines.get(3);
        assertEquals(Motion.LEFT.label, start.get("label"));
        assertEquals("clip.mp4", start.get("camera"));
        assertEquals("motion", start.get("model"));
        assertEquals("simd", start.get("engine"));
        assertEquals(start.get("id"), lines.get(6).get("id"));
        assertEquals(3, lines.get(8).get("windows"));
        assertEquals(0, lines.get(8).get("dropped"));
        assertEquals(1, lines.get(8).get("events"));
    }

    @Test
    void evaluate_says_how_near_windows_computed_in_part_come(FelixFramework felix) throws Exception {
        List<String> lines = new ArrayList<>();
        for (Motion motion : List.of(Motion.RIGHT, Motion.UP, Motion.CLOSER)) {
            String name = motion.name() + ".mp4";
            felix.service(VideoWriter.class).write(folder.resolve(name), 25, 1_500_000,
                    MotionClip.frames(motion, 1, 25, 5));
            lines.add(name + " " + felix.service(Recognizer.class).model().labels().indexOf(motion.label));
        }
        Files.write(folder.resolve("list.txt"), lines);
        Run run = Run.deltaframe(folder, "", "evaluate", "--stream", "--list", "list.txt", "--out", "o",
                "--incremental", "1,7", "--json");
        assertEquals(0, run.status(), run.toString());
        Map<String, Object> result = Json.object(run.out());
        assertEquals("motion", result.get("model"));
        assertEquals(result, Json.object(Files.readString(folder.resolve("o/stream.json"))));
        List<?> found = (List<?>) result.get("incremental");
        Map<?, ?> one = (Map<?, ?>) found.getFirst();
        Map<?, ?> seven = (Map<?, ?>) found.getLast();
        // Windows of 3 s that advance by 0.375 s: from the second, five in 5 s, and a partial one that is exact
        assertEquals(15, one.get("windows"), run.out());
        assertEquals(15, seven.get("windows"), run.out());
        assertTrue(number(seven, "scoreDifference") < number(one, "scoreDifference"), run.out());
        assertTrue(number(seven, "sameLabel") >= 80, run.out());
        assertEquals(number(one, "exactAccuracy"), number(seven, "exactAccuracy"));
    }

    private static double number(Map<?, ?> object, String field) {
        return ((Number) object.get(field)).doubleValue();
    }

    @Test
    void a_file_that_is_no_video_fails(FelixFramework felix) throws Exception {
        Files.writeString(folder.resolve("notes.mp4"), "not a video");
        Run run = Run.deltaframe(folder, "", "watch", "notes.mp4");
        assertEquals(1, run.status(), run.toString());
        assertTrue(run.err().lines().anyMatch(line -> line.startsWith("deltaframe: notes.mp4: ")), run.err());
    }
}
