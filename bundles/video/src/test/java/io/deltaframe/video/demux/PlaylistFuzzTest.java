package io.deltaframe.video.demux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.deltaframe.api.video.VideoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Player lists that a fuzzer makes up, which follows coverage. */
class PlaylistFuzzTest {

    private static final int LONGEST_MESSAGE = 10_000;
    private static final Path FILE = Path.of("target", "fuzzed.m3u8");

    static Stream<byte[]> seeds() {
        return Stream.of("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\na.ts\n#EXT-X-ENDLIST\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:4\na.ts\n",
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nfuzzed.m3u8\n",
                "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"http://a/k\"\n#EXT-X-ENDLIST\nfile:///dev/zero\n",
                "#EXTM3U\n#EXT-X-MAP:URI=\"\"\n#EXT-X-ENDLIST\n..\n", "ffconcat version 1.0\nfile 'a b.mp4'\n",
                "ffconcat version 1.0\nfile a\\ b.mp4\nduration 2\n", "\uFEFF#EXTM3U\r\n#EXT-X-ENDLIST\r\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** A list is let through or refused in one line, whatever it names. */
    @MethodSource("seeds")
    @FuzzTest
    void anyPlaylistIsTakenOrRefused(byte[] content) throws IOException {
        Files.write(FILE, content);
        try {
            Playlist.check(Location.of(FILE.toString()));
        } catch (VideoException e) {
            String message = e.getMessage();
            assertTrue(message.length() < LONGEST_MESSAGE && message.chars().noneMatch(Character::isISOControl),
                    () -> "not a line for people: " + message);
        }
    }
}
