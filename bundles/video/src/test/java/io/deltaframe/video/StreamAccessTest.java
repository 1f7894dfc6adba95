package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import io.deltaframe.api.video.Credentials;
import io.deltaframe.api.video.StreamOptions;
import io.deltaframe.api.video.UnauthorizedException;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoStream;
import io.deltaframe.video.natives.Natives;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of servers that want a password, or that do not answer; on the loopback interface. */
class StreamAccessTest {

    private static final String SECRET = "s3/cr@t %";
    private static final Credentials ANNA = new Credentials("anna", SECRET);
    private static final StreamOptions PATIENT = StreamOptions.DEFAULTS.withTimeouts(Duration.ofMinutes(10),
            Duration.ofMinutes(10));

    @TempDir
    Path folder;

    @BeforeAll
    static void load() throws VideoException {
        Natives.load();
    }

    private static int descriptors() throws Exception {
        return OpenDescriptors.known() ? OpenDescriptors.under(null) : 0;
    }

    private static VideoStream open(String url, StreamOptions options) throws VideoException {
        return new FfmpegVideoSource(20, null).openStream(url, options);
    }

    /** Everything an exception tells. */
    private static String told(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp", "http", "tcp", "rtmp"})
    void an_interrupt_ends_the_opening_of_a_server_that_accepts_and_says_nothing(String scheme) throws Exception {
        int before = descriptors();
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread opening = Thread.ofPlatform().start(() -> {
                try {
                    open(scheme + "://localhost:" + silent.getLocalPort() + "/a", PATIENT).close();
                } catch (VideoException e) {
                    interrupted.complete(Thread.currentThread().isInterrupted());
                    return;
                }
                interrupted.completeExceptionally(new AssertionError("it was opened"));
            });
            try (Socket accepted = silent.accept()) {
                assertNotNull(accepted);
                opening.interrupt();
                assertTrue(interrupted.get(1, TimeUnit.MINUTES), "the thread stays interrupted");
                opening.join();
            }
        }
        assertEquals(before, descriptors());
    }

    @Test
    void an_interrupt_ends_a_reading_that_waits() throws Exception {
        byte[] film = Files.readAllBytes(new SampleVideo("mpeg4", "mpegts").write(folder.resolve("a.ts")));
        int before = descriptors();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Integer> opened = new CompletableFuture<>();
            CompletableFuture<String> ended = new CompletableFuture<>();
            Thread reading = Thread.ofPlatform().start(() -> {
                try (VideoStream stream = open("tcp://localhost:" + server.getLocalPort(), PATIENT)) {
                    opened.complete(stream.info().width());
                    while (stream.next()) {
                        stream.frame();
                    }
                    ended.complete("it came to its end");
                } catch (VideoException e) {
                    ended.complete(e.getMessage());
                }
            });
            try (Socket socket = server.accept()) {
                // Enough to make out what it is, and no end
                for (int i = 0; !opened.isDone() && !ended.isDone() && i < 2000; i++) {
                    socket.getOutputStream().write(film);
                }
                opened.get(1, TimeUnit.MINUTES);
                reading.interrupt();
                assertTrue(ended.get(1, TimeUnit.MINUTES).endsWith("was closed"), ended.get());
                reading.join();
            }
        }
        assertEquals(before, descriptors());
    }

    private HttpServer server() throws Exception {
        byte[] stream = Files.readAllBytes(new SampleVideo("libopenh264", "matroska").write(folder.resolve("a.mkv")));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/a.mkv", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, stream.length);
                exchange.getResponseBody().write(stream);
            }
        }).setAuthenticator(new BasicAuthenticator("gate", StandardCharsets.UTF_8) {
            @Override
            public boolean checkCredentials(String user, String password) {
                return new Credentials(user, password).equals(ANNA);
            }
        });
        server.createContext("/forbidden", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(403, -1);
            }
        });
        server.start();
        return server;
    }

    @Test
    void a_password_opens_what_it_protects_and_is_told_nowhere() throws Exception {
        HttpServer server = server();
        try {
            String host = "localhost:" + server.getAddress().getPort();
            String url = "http://" + host + "/a.mkv";
            try (VideoStream stream = open(url, StreamOptions.DEFAULTS.withCredentials(ANNA))) {
                assertTrue(stream.next());
                assertEquals(url, stream.info().location());
            }
            String withPassword = ANNA.into(url);
            try (VideoStream stream = open(withPassword, StreamOptions.DEFAULTS);
                    Video video = new FfmpegVideoSource(20, null).open(withPassword, 1)) {
                assertTrue(stream.next());
                assertEquals(url, stream.info().location());
                assertEquals(url, video.info().location());
            }
            StreamOptions wrong = StreamOptions.DEFAULTS.withCredentials(new Credentials("anna", SECRET + "!"));
            UnauthorizedException refused = assertThrows(UnauthorizedException.class, () -> open(withPassword, wrong));
            assertEquals(url + ": the server refuses this user or password (401): check both", refused.getMessage());
            assertEquals(url + ": the server asks for a user and a password (401): none were given",
                    assertThrows(UnauthorizedException.class, () -> open(url, StreamOptions.DEFAULTS)).getMessage());
            String forbidden = "http://" + host + "/forbidden";
            assertEquals(forbidden + ": the server forbids it (403): this user may not see it",
                    assertThrows(UnauthorizedException.class, () -> open(ANNA.into(forbidden),
                            StreamOptions.DEFAULTS)).getMessage());
            VideoException missing = assertThrows(VideoException.class,
                    () -> open(ANNA.into("http://" + host + "/none"), StreamOptions.DEFAULTS));
            assertFalse(missing instanceof UnauthorizedException);
            assertTrue(missing.getMessage().endsWith("404 Not Found; check the path"), missing.getMessage());
            for (Throwable each : new Throwable[] {refused, missing}) {
                assertFalse(told(each).contains("s3"), told(each));
                assertFalse(told(each).contains("anna"), told(each));
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void rtsp_answers_401_are_told_as_such() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                while (true) {
                    try (Socket socket = server.accept()) {
                        byte[] request = new byte[4096];
                        while (socket.getInputStream().read(request) > 0) {
                            String text = new String(request, StandardCharsets.ISO_8859_1);
                            String number = text.replaceFirst("(?s).*?CSeq: (\\d+).*", "$1");
                            socket.getOutputStream().write(("RTSP/1.0 401 Unauthorized\r\nCSeq: " + number
                                    + "\r\nWWW-Authenticate: Basic realm=\"gate\"\r\n\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
                        }
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            String url = "rtsp://localhost:" + server.getLocalPort() + "/live";
            VideoException e = assertThrows(VideoException.class,
                    () -> open(url, StreamOptions.DEFAULTS.withCredentials(ANNA)));
            assertInstanceOf(UnauthorizedException.class, e, e.getMessage());
            assertEquals(url + ": the server refuses this user or password (401): check both", e.getMessage());
        }
    }

    @Test
    void what_cannot_be_opened_says_what_to_do() throws Exception {
        assertEquals("rtps://gate/live: it cannot be opened: protocol not found; expected one such as rtsp, rtsps, "
                + "http, https, udp, tcp, rtmp or srt, found rtps", refused("rtps://anna:s3cret@gate/live"));
        assertEquals("/dev/video77: video devices are not read directly; send it as a stream, as with ffmpeg -f v4l2 "
                + "-i /dev/video77 -f mpegts udp://127.0.0.1:5000, and open that (there is no /dev/video77 on this "
                + "machine)", refused("/dev/video77"));
        String none = refused("rtsp://anna:s3cret@no-such-host.invalid/live");
        assertTrue(none.endsWith("; there is no host no-such-host.invalid: check its name"), none);
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertEquals("rtsp://localhost:" + port + "/live: it cannot be opened: connection refused; nothing listens "
                + "there: check that it is on, and the port", refused("rtsp://a:b@localhost:" + port + "/live"));
        String password = "x".repeat(130);
        assertEquals("rtsp://gate/live: expected a user and a password that take at most 127 characters in a URL, "
                + "found 137", refused("rtsp://annama:" + password.substring(1) + "@gate/live"));
    }

    private static String refused(String location) {
        return assertThrows(VideoException.class, () -> open(location, StreamOptions.DEFAULTS)).getMessage();
    }

    @Test
    void an_opening_that_was_aborted_carries_the_reason() {
        Thread.currentThread().interrupt();
        try {
            assertThrows(VideoException.class, () -> open("udp://127.0.0.1:9", PATIENT));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }
}
