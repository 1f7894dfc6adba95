package io.deltaframe.itests.felix.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.api.video.Credentials;
import io.deltaframe.api.video.StreamOptions;
import io.deltaframe.api.video.StreamOptions.Transport;
import io.deltaframe.framework.FelixFramework;
import io.deltaframe.itests.felix.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of real programs, over each protocol, and what becomes of them when something goes wrong. */
class LiveSourcesIT {

    @RegisterExtension
    static final FelixFramework FELIX = Distribution.felix();

    private static final String SECRET = "s3/cr%t@1";
    private static final LiveOptions SHORT = LiveOptions.of("gate").withWindows(Duration.ofSeconds(1),
            Duration.ofMillis(500));

    @TempDir
    private Path folder;

    private final Heard heard = new Heard();

    @BeforeEach
    void awaitRecognizer(FelixFramework felix) throws Exception {
        felix.service(SegmentRecognizer.class);
    }

    private LiveSession open(FelixFramework felix, SourceOptions source) throws Exception {
        LiveSession session = felix.service(LiveSessions.class).open(SHORT, heard);
        session.attach(source);
        return session;
    }

    private static SourceOptions quick(String url) {
        return SourceOptions.of(url).withPatience(Duration.ofSeconds(2), Duration.ofSeconds(6));
    }

    /** Renders a film that moves, with the program itself. */
    private Path film(String size) throws Exception {
        Path film = folder.resolve(size + ".ts");
        try (Program rendering = Program.ffmpeg("-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=25", "-t", "4",
                "-c:v", "mpeg2video", "-g", "10", "-b:v", "1M", "-f", "mpegts", film.toString())) {
            rendering.awaitEnd();
        }
        return film;
    }

    @Test
    void mpeg_ts_over_udp_is_looked_at(FelixFramework felix) throws Exception {
        Program.needFfmpeg();
        String url = "udp://127.0.0.1:" + Program.udpPort();
        try (Program sender = Program.sendMpegTs(film("320x240"), url + "?pkt_size=1316");
                LiveSession session = open(felix, quick(url))) {
            heard.awaitWindow(window -> window.number() >= 1);
            assertTrue(sender.isRunning());
            assertEquals(SourceState.RUNNING, session.status().source());
        }
    }

    @Test
    void mpeg_ts_over_http_is_looked_at(FelixFramework felix) throws Exception {
        Program.needFfmpeg();
        String url = "http://127.0.0.1:" + Program.tcpPort() + "/live.ts";
        Path film = film("320x240");
        try (Program sender = Program.ffmpeg("-re", "-stream_loop", "-1", "-i", film.toString(), "-c", "copy",
                "-f", "mpegts", "-listen", "1", url);
                LiveSession session = open(felix, quick(url))) {
            heard.awaitWindow(window -> window.number() >= 1);
            assertEquals(SourceState.RUNNING, session.status().source());
            // One that listens once ends when its client goes: the stream is at its end, and so lost
            sender.kill();
            heard.await(SourceState.LOST, 0);
        }
    }

    @Test
    void a_sender_that_starts_again_or_changes_its_size_begins_an_epoch(FelixFramework felix) throws Exception {
        Program.needFfmpeg();
        String url = "udp://127.0.0.1:" + Program.udpPort();
        Path small = film("320x240");
        Path large = film("640x480");
        try (LiveSession session = open(felix, SourceOptions.of(url).withPatience(Duration.ofSeconds(30),
                Duration.ofMinutes(2)))) {
            int epoch;
            try (Program sender = Program.sendMpegTs(small, url + "?pkt_size=1316")) {
                epoch = heard.awaitWindow(window -> window.number() >= 1).epoch();
                assertTrue(sender.isRunning());
            }
            int jumped;
            // The same film from its beginning: time jumps back
            try (Program sender = Program.sendMpegTs(small, url + "?pkt_size=1316")) {
                jumped = heard.awaitWindow(window -> window.epoch() > epoch).epoch();
                assertTrue(sender.isRunning());
            }
            try (Program sender = Program.sendMpegTs(large, url + "?pkt_size=1316")) {
                WindowResult resized = heard.awaitWindow(window -> window.epoch() > jumped);
                assertTrue(sender.isRunning());
                assertEquals("gate", resized.session());
            }
            assertEquals(SourceState.RUNNING, session.status().source());
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void rtsp_is_looked_at(Transport transport, FelixFramework felix) throws Exception {
        Program.needRtspServer();
        int port = Program.tcpPort();
        try (Program server = Program.rtspServer(folder, port, Program.BALL);
                LiveSession session = open(felix, quick("rtsp://127.0.0.1:" + port + "/live")
                        .withStream(StreamOptions.DEFAULTS.withTransport(transport)))) {
            heard.awaitWindow(window -> window.number() >= 1);
            assertTrue(server.isRunning());
            assertEquals(SourceState.RUNNING, session.status().source());
        }
    }

    @ParameterizedTest
    @CsvSource({"basic,true", "basic,false", "digest,true", "digest,false"})
    void a_password_opens_rtsp(String method, boolean inUrl, FelixFramework felix) throws Exception {
        Program.needRtspServer();
        int port = Program.tcpPort();
        Credentials credentials = new Credentials("anna", SECRET);
        String url = "rtsp://127.0.0.1:" + port + "/live";
        SourceOptions source = inUrl ? quick(credentials.into(url))
                : quick(url).withStream(StreamOptions.DEFAULTS.withCredentials(credentials));
        try (Program server = Program.rtspServer(folder, port, Program.BALL, method, "anna", SECRET);
                LiveSession session = open(felix, source)) {
            heard.awaitWindow(window -> window.number() >= 0);
            assertTrue(server.isRunning());
            assertEquals(SourceState.RUNNING, session.status().source());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "digest"})
    void a_wrong_password_is_unauthorized(String method, FelixFramework felix) throws Exception {
        Program.needRtspServer();
        int port = Program.tcpPort();
        String url = "rtsp://127.0.0.1:" + port + "/live";
        try (Program server = Program.rtspServer(folder, port, Program.BALL, method, "anna", SECRET);
                LiveSession session = open(felix, quick("rtsp://anna:wrong-" + SECRET.replace("%", "%25") + "@"
                        + url.substring("rtsp://".length())))) {
            SourceEvent refused = heard.await(SourceState.UNAUTHORIZED, 0);
            assertTrue(server.isRunning());
            assertEquals(url + ": the server refuses this user or password (401): check both", refused.reason());
            assertEquals(SourceState.UNAUTHORIZED, session.status().source());
            assertEquals(refused.reason(), session.status().reason());
        }
    }

    @Test
    void a_camera_without_pictures_is_stalled_and_then_lost(FelixFramework felix) throws Exception {
        Program.needFfmpeg();
        Program.needRtspServer();
        int feed = Program.udpPort();
        int port = Program.tcpPort();
        Path film = folder.resolve("film.ts");
        try (Program rendering = Program.ffmpeg("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-t", "4",
                "-c:v", "libx264", "-g", "10", "-bf", "0", "-f", "mpegts", film.toString())) {
            rendering.awaitEnd();
        }
        String to = "udp://127.0.0.1:" + feed + "?pkt_size=1316";
        try (Program server = Program.rtspServer(folder, port, Program.fedBy(feed))) {
            Program feeder = Program.sendMpegTs(film, to);
            try (LiveSession session = open(felix, quick("rtsp://127.0.0.1:" + port + "/live"))) {
                heard.awaitWindow(window -> window.number() >= 0);
                assertTrue(server.isRunning());
                int before = heard.count();
                feeder.kill();
                assertEquals("no frame for 2.0 s", heard.await(SourceState.STALLED, before).reason());
                assertEquals("no more frames for 6.0 s", heard.await(SourceState.LOST, before).reason());
                assertEquals(SourceState.LOST, session.status().source());
            } finally {
                feeder.kill();
            }
        }
    }

    @Test
    void a_camera_that_comes_back_is_running_again(FelixFramework felix) throws Exception {
        Program.needRtspServer();
        int port = Program.tcpPort();
        Program server = Program.rtspServer(folder, port, Program.BALL);
        try (LiveSession session = open(felix, quick("rtsp://127.0.0.1:" + port + "/live"))) {
            heard.await(SourceState.RUNNING, 0);
            int before = heard.count();
            server.kill();
            heard.await(SourceState.LOST, before);
            int lost = heard.count();
            server = Program.rtspServer(folder, port, Program.BALL);
            heard.await(SourceState.RUNNING, lost);
            assertEquals(SourceState.RUNNING, session.status().source());
        } finally {
            server.kill();
        }
    }
}
