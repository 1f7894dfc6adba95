package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.EvidenceOptions;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.api.video.JpegCodec;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.api.video.VideoWriter;
import io.deltaframe.framework.FelixFramework;
import io.deltaframe.itests.felix.MotionClip.Motion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Evidence of events, with the real encoders. */
class EvidenceIT {

    @RegisterExtension
    static final FelixFramework FELIX = Distribution.felix();

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private static Path only(Path folder, String suffix) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(suffix)).toList();
            assertEquals(1, found.size(), suffix + ": " + found);
            return found.getFirst();
        }
    }

    @Test
    void an_event_leaves_pictures_and_a_clip(FelixFramework felix) throws Exception {
        felix.service(SegmentRecognizer.class);
        felix.service(VideoWriter.class);
        JpegCodec codec = felix.service(JpegCodec.class);
        Path kept = folder.resolve("kept");
        List<Frame> frames = MotionClip.frames(Motion.RIGHT, 0, 25, 4);
        try (LiveSession session = felix.service(LiveSessions.class).open(LiveOptions.of("Tor/Süd"))) {
            session.keepEvidence(EvidenceOptions.in(kept.toString()));
            for (Frame frame : frames) {
                session.push(frame);
            }
            session.end();
            assertTrue(session.drain(LONG));
            assertEquals("", session.status().reason());
        }
        Frame start = codec.decode(Files.readAllBytes(only(kept, ".start.jpg")), 0);
        assertEquals(frames.getFirst().width(), start.width());
        codec.decode(Files.readAllBytes(only(kept, ".peak.jpg")), 0);
        try (Video clip = felix.service(VideoSource.class).open(only(kept, ".mp4").toString(), 1)) {
            assertEquals(10, clip.info().frameRate(), 0.01);
            assertEquals(4e6, (double) clip.info().durationMicros(), 3e5);
        }
        Map<String, Object> line = Json.object(Files.readString(only(kept, ".json")));
        assertEquals("Tor/Süd", line.get("camera"));
        assertEquals(Motion.RIGHT.label, line.get("label"));
        assertEquals("STREAM_END", line.get("ending"));
        assertEquals(only(kept, ".mp4").getFileName().toString(), line.get("clip"));
    }

    @Test
    void the_command_keeps_it(FelixFramework felix) throws Exception {
        felix.service(VideoWriter.class).write(folder.resolve("clip.mp4"), 25, 1_500_000,
                MotionClip.frames(Motion.LEFT, 1, 25, 4));
        Run run = Run.deltaframe(folder, "", "watch", "--evidence", "seen", "clip.mp4");
        assertEquals(0, run.status(), run.err());
        assertTrue(Files.size(only(folder.resolve("seen"), ".mp4")) > 1000);
        Files.writeString(folder.resolve("file"), "in the way");
        Run none = Run.deltaframe(folder, "", "watch", "--evidence", "file/seen", "clip.mp4");
        assertEquals(1, none.status(), none.toString());
        assertEquals("deltaframe: --evidence: expected a folder that can be written, found file/seen, which cannot be "
                + "made", none.err().strip());
    }
}
