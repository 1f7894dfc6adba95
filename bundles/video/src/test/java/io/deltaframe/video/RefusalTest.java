package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.demux.Answer;
import io.deltaframe.video.demux.Location;
import io.deltaframe.video.natives.Natives;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no recording of a video says in one line what it is, and nothing waits for ever. */
class RefusalTest {

    private static final String ENCRYPTED = "it is encrypted (copy protection); a copy without it is needed";
    private static final String LIVE = "it is the playlist of a live stream (it has no #EXT-X-ENDLIST): only recordings"
            + " can be opened as a video";

    @TempDir
    Path folder;

    @BeforeAll
    static void load() throws VideoException {
        Natives.load();
    }

    private static String reason(Path file) {
        return reason(file.toString());
    }

    private static String reason(String location) {
        VideoException e = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertThrows(VideoException.class,
                () -> CollectedFrames.of(location, 2, CollectedFrames.ALL)));
        assertTrue(e.getMessage().startsWith(location + ": "), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
        return e.getMessage().substring(location.length() + 2);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    // Codecs

    /** The sample's four letters are others, as where a file is encrypted or its codec is not known. */
    private Path renamed(String codec) throws IOException {
        byte[] film = Files.readAllBytes(new SampleVideo("libopenh264", "mp4").write(folder.resolve("whole.mp4")));
        int at = new String(film, StandardCharsets.ISO_8859_1).indexOf("avc1\0\0\0\0");
        System.arraycopy(codec.getBytes(StandardCharsets.ISO_8859_1), 0, film, at, 4);
        return Files.write(folder.resolve("renamed.mp4"), film);
    }

    @Test
    void encryptedAndUnknownCodecsAreToldApart() throws Exception {
        assertEquals(ENCRYPTED, reason(renamed("encv")));
        assertEquals(ENCRYPTED, reason(renamed("drmi")));
        assertEquals("unknown codec dav1: no decoder here knows it", reason(renamed("dav1")));
        assertEquals("unknown codec 0x01327A79: no decoder here knows it", reason(renamed("yz2\1")));
    }

    @Test
    void commonEncryptionIsTold() throws Exception {
        SampleVideo sample = new SampleVideo("libopenh264", "mp4");
        sample.muxerOptions = "encryption_scheme=cenc-aes-ctr,encryption_key=00112233445566778899aabbccddeeff,"
                + "encryption_kid=ffeeddccbbaa99887766554433221100";
        assertEquals(ENCRYPTED, reason(sample.write(folder.resolve("cenc.mp4"))));
    }

    @Test
    void aScrambledTransportStreamIsEncrypted() throws Exception {
        byte[] film = Files.readAllBytes(new SampleVideo("mpeg2video", "mpegts").write(folder.resolve("whole.ts")));
        for (int at = 0; at + 188 <= film.length; at += 188) {
            int pid = (film[at + 1] & 0x1F) << 8 | film[at + 2] & 0xFF;
            if (pid == 0x100) {
                film[at + 3] |= (byte) 0x80;
            }
        }
        assertEquals(ENCRYPTED, reason(Files.write(folder.resolve("scrambled.ts"), film)));
    }

    // What is no video

    @ParameterizedTest
    @CsvSource({
        "'<!DOCTYPE html>\n<html><body>Not found</body></html>',it is a text file; not a video (a web page)",
        "'\n  <html lang=\"en\">',it is a text file; not a video (a web page)",
        "'{\"error\": \"no such key\"}',it is a text file; not a video (JSON)",
        "'<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>',it is a text file; not a video (XML)",
        "'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n',it is a text file; not a video (a"
            + " pointer of Git LFS: git lfs pull fetches the video itself)",
        "'a list\nof words\n',it is a text file; not a video",
        "'PK\3\4\24\0\0\0\b\0content of an archive',it is a zip archive; not a video",
        "'%PDF-1.7\n%\1\2\3\4 and so on',it is a PDF document; not a video"})
    void filesSayWhatTheyAre(String content, String expected) throws Exception {
        assertEquals(expected.replace(';', ','), reason(write("some.mp4", content)));
        assertEquals(expected.replace(';', ','), reason(write("some.bin", content)));
    }

    @Test
    void aCopyThatWasNotFinishedSaysSo() throws Exception {
        assertEquals("it begins with zeros only, as a copy does that was not finished",
                reason(Files.write(folder.resolve("zeros.mp4"), new byte[100_000])));
    }

    @Test
    void serversThatAnswerWithTextAreTold() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String page = switch (exchange.getRequestURI().getPath()) {
                    case "/page.mp4" -> "<!DOCTYPE html><html><body>Please log in</body></html>";
                    case "/error.mp4" -> "{\"message\": \"quota\"}";
                    default -> "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n";
                };
                byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort();
            assertEquals("it is a text file, not a video (a web page)", reason(url + "/page.mp4"));
            assertEquals("it is a text file, not a video (JSON)", reason(url + "/error.mp4"));
        } finally {
            server.stop(0);
        }
    }

    // What would wait

    private Path pipe(String name) throws Exception {
        Path pipe = folder.resolve(name);
        Process made;
        try {
            made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        } catch (IOException e) {
            assumeTrue(false, "mkfifo is not here");
            return pipe;
        }
        assumeTrue(made.waitFor() == 0, "mkfifo does not work here");
        return pipe;
    }

    @Test
    void listsThatNamePipesAndSocketsAreRefused() throws Exception {
        pipe("fifo.ts");
        String expected = "the playlist names fifo.ts, which is not a file but a pipe, a socket or a device";
        assertEquals(expected, reason(write("a.m3u8",
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:4,\nfifo.ts\n#EXT-X-ENDLIST\n")));
        assertEquals(expected, reason(write("a.txt", "ffconcat version 1.0\nfile 'fifo.ts'\n")));
        assertEquals(expected.replace("fifo.ts", "./fifo.ts"), reason(write("b.m3u8", "#EXTM3U\r\n"
                + "#EXT-X-TARGETDURATION:10\r\n#EXT-X-MAP:URI=\"./fifo.ts\"\r\n#EXTINF:4,\r\na.m4s\r\n"
                + "#EXT-X-ENDLIST\r\n")));
        write("top.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n");
        assertEquals(expected, reason(folder.resolve("top.m3u8")));
        assertTrue(reason(folder.resolve("fifo.ts")).startsWith("it is neither a file nor a folder"));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket.ts")));
            assertEquals(expected.replace("fifo", "socket"), reason(write("c.m3u8",
                    "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:4,\nsocket.ts\n#EXT-X-ENDLIST\n")));
        }
    }

    @Test
    void anAnimatedPictureOfWebpIsRefusedByName() throws Exception {
        byte[] head = new byte[64];
        ByteBuffer.wrap(head).put("RIFF".getBytes(StandardCharsets.US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).putInt(56)
                .put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).put((byte) 2)
                .position(24).put(new byte[] {7, 0, 0, 7, 0, 0}).put("ANIM".getBytes(StandardCharsets.US_ASCII))
                .putInt(6).position(44).put("JUNK".getBytes(StandardCharsets.US_ASCII)).putInt(12);
        String expected = "animated WebP is not decoded (FFmpeg has no decoder for it); convert it to a video, or to a"
                + " folder of pictures";
        assertEquals(expected, reason(Files.write(folder.resolve("a.webp"), head)));
        Path series = Files.createDirectory(folder.resolve("series"));
        Files.write(series.resolve("1.webp"), head);
        assertEquals("not one picture of the folder can be decoded: 1.webp (" + expected + ")", reason(series));
    }

    @Test
    void aNameInAnotherEncodingIsNamed() throws Exception {
        Process made = new ProcessBuilder("sh", "-c", "cd '" + folder + "' && echo x > \"$(printf 'latin\\344.mp4')\"")
                .start();
        assumeTrue(made.waitFor() == 0, "names that are no UTF-8 cannot be made here");
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "names are no UTF-8 in this locale");
        assertEquals("the name of this file is not UTF-8, and cannot be opened: rename it (convmv -f latin1 -t utf8"
                + " --notest FILE does)", reason(folder.resolve("latin\uFFFD.mp4")));
        assertEquals("there is no such file or folder", reason(folder.resolve("other\uFFFD.mp4")));
    }

    @Test
    void standardInputIsNoVideo() {
        String expected = "pipes and standard input are no videos: a video may have to be read twice";
        assertEquals(expected, reason("pipe://0"));
        assertEquals(expected, reason("fd://"));
    }

    @Test
    void listsOfWhatIsNotThereAreRefused() throws Exception {
        assertEquals("the playlist names a.ts, which does not exist", reason(write("a.m3u8",
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:4,\na.ts\n#EXT-X-ENDLIST\n")));
        write("empty.ts", "");
        assertEquals("the playlist names empty.ts, which is empty (0 bytes)", reason(write("d.m3u8",
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:4,\nempty.ts\n#EXT-X-ENDLIST\n")));
        assertEquals("the playlist names https://example.org/a.ts, which is not on this machine: a playlist in a file"
                + " can name files only; open the playlist where it came from", reason(write("e.m3u8",
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:4,\nhttps://example.org/a.ts\n#EXT-X-ENDLIST\n")));
        assertEquals("it is a text file, not a video (a list of names: give one of the files that it names)",
                reason(write("names.m3u", "a.mp4\nb.mp4\n")));
        assertEquals("it is a text file, not a video (a list for FFmpeg's concat demuxer without its first line:"
                + " ffconcat version 1.0)", reason(write("list.txt", "file 'a.mp4'\nfile 'b.mp4'\n")));
        assertEquals("it is a text file, not a video", reason(write("prose.txt", "file the papers\n")));
        assertEquals("it is a text file, not a video (a playlist without #EXT-X-TARGETDURATION, which only lists names:"
                + " give one of the files that it names)",
                reason(write("plain.m3u", "#EXTM3U\n#EXTINF:4,A song\na.mp4\n")));
        assertEquals("the playlist names no file", reason(write("b.m3u8", "#EXTM3U\n#EXT-X-ENDLIST\n")));
        write("c.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nc.m3u8\n");
        assertEquals("playlists name each other, more than 4 deep", reason(folder.resolve("c.m3u8")));
    }

    @Test
    void livePlaylistsAreRefusedAndRecordedOnesPlayed() throws Exception {
        new SampleVideo("libopenh264", "mpegts").write(folder.resolve("a.ts"));
        String list = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.6,\na.ts\n";
        assertEquals(LIVE, reason(write("live.m3u8", list)));
        write("top.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlive.m3u8\n");
        assertEquals(LIVE.replace("it is the playlist of", "its playlist live.m3u8 is that of"),
                reason(folder.resolve("top.m3u8")));
        assertEquals(40, CollectedFrames.of(write("vod.m3u8", list + "#EXT-X-ENDLIST\n")).decoded.frameCount());
        assertEquals(80, CollectedFrames.of(write("two.txt", "ffconcat version 1.0\nfile a.ts\nfile 'a.ts'\n"))
                .decoded.frameCount());
    }

    @Test
    void aFileSystemThatDoesNotAnswerIsGivenUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        VideoException e = assertThrows(VideoException.class, () -> Answer.within(1, "/mnt/gone/a.mp4", () -> {
            try {
                never.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return Location.of("/");
        }));
        never.countDown();
        assertEquals("/mnt/gone/a.mp4: the file system does not answer (1 s)", e.getMessage());
    }

    @Test
    void twoPicturesOfOneNumberAreToldOnce() throws Exception {
        FolderTest.picture(folder.resolve("img_3.png"), 8, 8, 1);
        FolderTest.picture(folder.resolve("img_00003.png"), 8, 8, 1);
        assertTrue(reason(folder).matches("two pictures of the folder have the same number: img_0*3.png and"
                + " img_0*3.png"), reason(folder));
    }
}
