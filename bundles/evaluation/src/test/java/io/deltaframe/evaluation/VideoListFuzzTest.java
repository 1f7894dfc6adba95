package io.deltaframe.evaluation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists of videos that a fuzzer makes up, which follows coverage. */
class VideoListFuzzTest {

    private static final int LONGEST_MESSAGE = 10_000;
    private static final Path FOLDER = Path.of("src", "test", "java").toAbsolutePath();

    static Stream<byte[]> seeds() {
        return Stream.of("io 0\nio/deltaframe 1\n", "a.mp4 0\nb.mp4 1\n",
                "clip 12 64 3\r\nclip 13 64 4\r\n", "\uFEFFa,b.mp4,12,0\n",
                "\"a b.mp4\"\t7\n\n", "/data/a.avi 12 1", "v_ApplyEyeMakeup_g01_c01.avi 1\n", "a\\b.mp4 3 4 5\n",
                "fr1 12 0\nfr2 0\nfr3 12 1\n", "id,label\n12,3\n", "größer.webm 2\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** A list is read or refused in one line, whatever it is. */
    @MethodSource("seeds")
    @FuzzTest
    void anyListIsReadOrRefused(byte[] content) {
        try {
            VideoList list = VideoList.of(content, "fuzzed.txt", FOLDER, FOLDER, 0);
            assertFalse(list.videos().isEmpty(), "a list of nothing");
            for (ListedVideo video : list.videos()) {
                assertFalse(video.path().isBlank(), "a video without a path");
            }
        } catch (EvaluationException e) {
            sentence(e.getMessage());
        }
    }

    private static void sentence(String message) {
        assertTrue(message.length() < LONGEST_MESSAGE && message.chars().noneMatch(Character::isISOControl),
                () -> "not a line for people: " + message);
    }
}
