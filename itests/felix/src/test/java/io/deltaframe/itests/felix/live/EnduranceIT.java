package io.deltaframe.itests.felix.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.framework.FelixFramework;
import io.deltaframe.itests.felix.Distribution;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What many connections, and many cameras for a while, leave behind. Short here, long by a property. */
class EnduranceIT {

    @RegisterExtension
    static final FelixFramework FELIX = Distribution.felix();

    private static final int RECONNECTS = Integer.getInteger("deltaframe.reconnects", 20);
    private static final int MINUTES = Integer.getInteger("deltaframe.cameras.minutes", 0);
    /** Connections after which memory no longer grows because something is there for the first time. */
    private static final int WARM = Math.max(10, RECONNECTS / 10);
    private static final long MOST_GROWTH = 64_000_000;
    /** A leak of one decoder, or one frame, a connection is more than this. */
    private static final long MOST_GROWTH_A_CONNECTION = 60_000;

    @TempDir
    private Path folder;

    @BeforeEach
    void awaitRecognizer(FelixFramework felix) throws Exception {
        felix.service(SegmentRecognizer.class);
    }

    private Path film(String seconds) throws Exception {
        Path film = folder.resolve("film.ts");
        try (Program rendering = Program.ffmpeg("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-t", seconds,
                "-c:v", "mpeg2video", "-g", "10", "-b:v", "1M", "-f", "mpegts", film.toString())) {
            rendering.awaitEnd();
        }
        return film;
    }

    private static void awaitNoThreads() throws Exception {
        for (long end = System.nanoTime() + Duration.ofMinutes(1).toNanos(); Footprint.now().threads() > 0
                && System.nanoTime() < end;) {
            Thread.sleep(100);
        }
        assertEquals(0, Footprint.now().threads());
    }

    /** A server that sends a second of a film and hangs up, to every client. */
    @Test
    void connecting_again_leaves_nothing_behind(FelixFramework felix) throws Exception {
        Program.needFfmpeg();
        assumeTrue(Footprint.known());
        byte[] film = Files.readAllBytes(film("1"));
        LiveOptions options = LiveOptions.of("gate").withWindows(Duration.ofMillis(500), Duration.ofMillis(500));
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SourceOptions source = SourceOptions.of("tcp://127.0.0.1:" + server.getLocalPort());
            Footprint before = null;
            long reports = Math.max(1, RECONNECTS / 10);
            for (int i = 0; i < WARM + RECONNECTS; i++) {
                if (i == WARM) {
                    awaitNoThreads();
                    before = Footprint.now();
                    System.out.println("reconnects: before " + before);
                }
                Heard heard = new Heard();
                try (LiveSession session = felix.service(LiveSessions.class).open(options, heard)) {
                    session.attach(source);
                    try (Socket client = server.accept()) {
                        client.getOutputStream().write(film);
                    }
                    // Its end is a loss, and it connects again: that is what is let go while it waits
                    heard.await(SourceState.LOST, 0);
                    assertTrue(session.status().frames() > 0);
                }
                if (i > WARM && (i - WARM) % reports == 0) {
                    System.out.println("reconnects: " + (i - WARM) + ", " + Footprint.now());
                }
            }
            awaitNoThreads();
            Footprint after = Footprint.now();
            System.out.println("reconnects: after " + RECONNECTS + " " + after);
            assertNotNull(before);
            assertEquals(before.descriptors(), after.descriptors());
            long grown = after.nativeBytes() - before.nativeBytes();
            assertTrue(grown < Math.max(MOST_GROWTH, RECONNECTS * MOST_GROWTH_A_CONNECTION), before + " to " + after);
        }
    }

    /** A server that accepts and says nothing, and one that falls silent: both are let go of with the session. */
    @Test
    void closing_a_session_frees_a_connection_that_hangs(FelixFramework felix) throws Exception {
        assumeTrue(Footprint.known());
        awaitNoThreads();
        long before = Footprint.now().descriptors();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            for (String scheme : List.of("rtsp", "http", "tcp", "rtmp")) {
                LiveSession session = felix.service(LiveSessions.class).open(LiveOptions.of(scheme));
                session.attach(SourceOptions.of(scheme + "://127.0.0.1:" + server.getLocalPort() + "/live"));
                try (Socket client = server.accept()) {
                    session.close();
                    client.setSoTimeout(60_000);
                    // Until the other end lets go
                    while (client.getInputStream().read() >= 0) { }
                }
            }
        }
        awaitNoThreads();
        assertEquals(before, Footprint.now().descriptors());
    }

    @Test
    void many_cameras_keep_up_and_do_not_grow(FelixFramework felix) throws Exception {
        Program.needFfmpeg();
        assumeTrue(Footprint.known());
        int count = MINUTES > 0 ? 16 : 4;
        long seconds = MINUTES > 0 ? 60L * MINUTES : 6;
        Path film = film("10");
        List<Program> senders = new ArrayList<>();
        List<LiveSession> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                String url = "udp://127.0.0.1:" + Program.udpPort();
                senders.add(Program.sendMpegTs(film, url + "?pkt_size=1316"));
                LiveSession session = felix.service(LiveSessions.class).open(LiveOptions.of("camera " + i));
                sessions.add(session);
                session.attach(SourceOptions.of(url));
            }
            Footprint before = null;
            for (long second = 30; second <= seconds + 30; second += 30) {
                long reached = Math.min(second, seconds);
                for (LiveSession session : sessions) {
                    for (long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
                            session.status().frames() < 25 * reached && System.nanoTime() < end;) {
                        Thread.sleep(100);
                    }
                }
                before = before == null ? Footprint.now() : before;
                System.out.println("cameras: " + reached + " s, " + Footprint.now() + ", " + summary(sessions));
                if (reached == seconds) {
                    break;
                }
            }
            for (LiveSession session : sessions) {
                LiveStatus status = session.status();
                assertEquals(SourceState.RUNNING, status.source(), status.toString());
                assertTrue(status.frames() >= 25 * seconds && status.windows() > 0, status.toString());
                assertTrue(status.bytes() < 70L << 20, status.toString());
            }
            assertNotNull(before);
            Footprint after = Footprint.now();
            assertTrue(after.nativeBytes() - before.nativeBytes() < 2 * MOST_GROWTH, before + " to " + after);
        } finally {
            sessions.forEach(LiveSession::close);
            senders.forEach(Program::close);
        }
        awaitNoThreads();
    }

    private static String summary(List<LiveSession> sessions) {
        List<LiveStatus> all = sessions.stream().map(LiveSession::status).toList();
        return all.stream().mapToLong(LiveStatus::windows).sum() + " windows, "
                + all.stream().mapToLong(LiveStatus::dropped).sum() + " dropped, lag p95 "
                + all.stream().mapToLong(status -> status.lagP95().toMillis()).max().orElseThrow() + " ms, "
                + all.stream().mapToLong(LiveStatus::bytes).sum() / 1_000_000 + " MB of frames and segments";
    }
}
