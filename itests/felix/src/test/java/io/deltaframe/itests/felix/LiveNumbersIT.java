package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.live.stream.LiveStreams;
import io.deltaframe.api.live.stream.StreamOptions;
import io.deltaframe.api.metrics.CameraMetrics;
import io.deltaframe.api.metrics.EngineMetrics;
import io.deltaframe.api.metrics.Metrics;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.api.video.VideoWriter;
import io.deltaframe.framework.FelixFramework;
import io.deltaframe.itests.felix.MotionClip.Motion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.util.promise.Promise;

/** What live sessions tell besides: numbers, health, push streams. */
class LiveNumbersIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    /** With health checks and push streams, whose types the test shares. */
    @RegisterExtension
    static final FelixFramework FELIX = Distribution.felix("io.deltaframe.api", "org.osgi.util.pushstream",
            "org.osgi.util.promise", "org.osgi.util.function", "org.apache.felix.healthcheck.api");

    @TempDir
    private Path folder;

    private static HealthCheck check(String tag) throws InterruptedException {
        return FELIX.service(HealthCheck.class, "(hc.tags=deltaframe." + tag + ")");
    }

    @Test
    @Timeout(120)
    void health_is_told_where_it_is_asked_for() throws Exception {
        FELIX.service(SegmentRecognizer.class);
        Result recognizers = check("recognizers").execute();
        assertEquals(Result.Status.OK, recognizers.getStatus(), recognizers.toString());
        assertTrue(recognizers.toString().contains("recognizer default: READY"), recognizers.toString());
        assertEquals(Result.Status.OK, check("cameras").execute().getStatus());
        try (LiveSession session = FELIX.service(LiveSessions.class).open(LiveOptions.of("gate"))) {
            // Nobody listens there
            session.attach(SourceOptions.of("tcp://127.0.0.1:9"));
            while (!session.status().source().name().equals("LOST")) {
                Thread.onSpinWait();
            }
            Result lost = check("cameras").execute();
            assertEquals(Result.Status.WARN, lost.getStatus(), lost.toString());
            assertTrue(lost.toString().contains("camera gate: LOST"), lost.toString());
        }
        assertEquals(Result.Status.OK, check("cameras").execute().getStatus());
        Bundle model = Stream.of(FELIX.context().getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals("io.deltaframe.model.motion")).findFirst()
                .orElseThrow();
        model.stop();
        try {
            // The network is freed by another thread; until then the recognizer serves with a warning
            while (check("recognizers").execute().getStatus() != Result.Status.CRITICAL) {
                Thread.onSpinWait();
            }
        } finally {
            model.start();
        }
        FELIX.service(SegmentRecognizer.class);
    }

    @Test
    void numbers_count_what_a_session_does() throws Exception {
        FELIX.service(SegmentRecognizer.class);
        Path clip = folder.resolve("clip.mp4");
        FELIX.service(VideoWriter.class).write(clip, 25, 1_500_000, MotionClip.frames(Motion.LEFT, 1, 25, 5));
        Metrics metrics = FELIX.service(Metrics.class);
        try (LiveSession session = FELIX.service(LiveSessions.class).open(LiveOptions.of("Tür \"3\""))) {
            session.attach(SourceOptions.of(clip.toString()));
            while (!session.status().source().name().equals("STOPPED")) {
                Thread.onSpinWait();
            }
            assertTrue(session.drain(LONG));
            CameraMetrics camera = metrics.cameras().getFirst();
            assertEquals(125, camera.status().frames());
            assertEquals(125, camera.decode().count());
            assertTrue(camera.decode().p50() > 0);
            assertEquals(3, camera.lag().count());
            EngineMetrics engine = metrics.engines().getFirst();
            assertEquals("simd", engine.engine());
            assertTrue(engine.windows() >= 3 && engine.encode().sum() > 0 && engine.classify().sum() > 0);
            assertTrue(metrics.prometheus().contains(
                    "deltaframe_camera_frames_total{camera=\"Tür \\\"3\\\"\"} 125\n"), metrics.prometheus());
        }
        assertEquals(List.of(), metrics.cameras());
    }

    @Test
    void a_push_stream_carries_actions() throws Exception {
        FELIX.service(SegmentRecognizer.class);
        Promise<List<String>> heard = FELIX.service(LiveStreams.class)
                .actions(StreamOptions.ALL.withSessions("gate*").withFilter("(label=" + Motion.RIGHT.label + ")"))
                .map(event -> event.session() + " " + event.ending()).limit(2)
                .collect(Collectors.toList());
        try (LiveSession session = FELIX.service(LiveSessions.class).open(LiveOptions.of("gate 7"))) {
            for (Frame frame : MotionClip.frames(Motion.RIGHT, 0, 25, 4)) {
                session.push(frame);
                assertTrue(session.drain(LONG));
            }
            session.end();
            assertTrue(session.drain(LONG));
        }
        assertEquals(List.of("gate 7 " + ActionEvent.Ending.NONE, "gate 7 " + ActionEvent.Ending.STREAM_END),
                heard.getValue());
    }

    @Test
    void a_platform_without_health_checks_and_push_streams_runs_as_well() throws Exception {
        try (FelixFramework bare = FelixFramework.sharing("io.deltaframe.api")
                .installingAllOf(Distribution.FOLDER.resolve("bundles")).start()) {
            for (Bundle bundle : bare.context().getBundles()) {
                if (bundle.getSymbolicName().equals("org.osgi.util.pushstream")) {
                    bundle.uninstall();
                }
            }
            bare.refresh();
            for (Bundle bundle : Distribution.ours(bare)) {
                assertEquals(Bundle.ACTIVE, bundle.getState(), bundle.toString());
            }
            bare.service(SegmentRecognizer.class);
            try (LiveSession session = bare.service(LiveSessions.class).open(LiveOptions.of("gate"))) {
                for (Frame frame : MotionClip.frames(Motion.RIGHT, 0, 25, 3)) {
                    session.push(frame);
                }
                session.end();
                assertTrue(session.drain(LONG));
                assertEquals(1, bare.service(Metrics.class).cameras().getFirst().status().windows());
            }
        }
    }

    @Test
    void the_command_prints_them() throws Exception {
        Run run = Run.deltaframe(folder, "", "metrics");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("# HELP deltaframe_camera_frames_total "), run.out());
        // A command of one call has no cameras
        assertTrue(run.out().lines().allMatch(line -> line.startsWith("# ")), run.out());
    }
}
