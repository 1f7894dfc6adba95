package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.natives.Natives;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** URLs, on the loopback interface. */
class NetworkTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void load() throws VideoException {
        Natives.load();
    }

    private static String fails(String url) {
        VideoException e = assertThrows(VideoException.class, () -> new FfmpegVideoSource(1, null).open(url, 1));
        assertTrue(e.getMessage().startsWith(url + ": "), e.getMessage());
        return e.getMessage();
    }

    @Test
    void aVideoBehindAUrlIsDecoded() throws Exception {
        byte[] stream = Files.readAllBytes(new SampleVideo("libopenh264", "matroska").write(folder.resolve("a.mkv")));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/a.mkv", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, stream.length);
                exchange.getResponseBody().write(stream);
            }
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort() + "/a.mkv";
            CollectedFrames decoding = CollectedFrames.of(url, 2, CollectedFrames.ALL);
            assertEquals(CollectedFrames.upTo(40), decoding.numbers());
            assertTrue(fails(url.replace("a.mkv", "b.mkv")).contains("404"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() throws Exception {
        int before = OpenDescriptors.known() ? OpenDescriptors.under(null) : 0;
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            for (String scheme : new String[] {"http", "tcp", "rtsp", "rtmp"}) {
                fails(scheme + "://localhost:" + silent.getLocalPort() + "/a");
            }
        }
        assertEquals(before, OpenDescriptors.known() ? OpenDescriptors.under(null) : 0);
    }

    /** The head of a film arrives, then nothing more: reading ends with an exception when the time is over. */
    @Test
    void aServerThatFallsSilentIsGivenUp() throws Exception {
        byte[] film = Files.readAllBytes(new SampleVideo("mpeg4", "mpegts").write(folder.resolve("a.ts")));
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Socket> served = threads.submit(() -> {
                Socket socket = server.accept();
                socket.getOutputStream().write(film, 0, film.length * 3 / 4);
                return socket;
            });
            VideoException e = assertThrows(VideoException.class, () -> {
                try (Video video = new FfmpegVideoSource(1, null).open("tcp://localhost:" + server.getLocalPort(), 1)) {
                    video.decode(new CollectedFrames(CollectedFrames.ALL));
                }
            });
            served.get().close();
            assertTrue(e.getMessage().startsWith("tcp://"), e.getMessage());
        }
    }

    @Test
    void aRefusedConnectionSaysSo() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertTrue(fails("http://localhost:" + port + "/a.mp4").contains("connection refused"));
    }

    @Test
    void anUnknownProtocolSaysSo() {
        assertTrue(fails("gibberish://somewhere/a.mp4").contains("protocol not found"));
    }
}
