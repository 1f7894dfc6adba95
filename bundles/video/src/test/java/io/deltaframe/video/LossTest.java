package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.natives.Natives;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames missing without the container saying so are told of, with numbers; of whole films nothing is. */
class LossTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void load() throws VideoException {
        Natives.load();
    }

    /** Frames 15 to 26 never came: twelve are missing, after frame 14 at 0.56 s. */
    @ParameterizedTest
    @CsvSource({"mpeg4,matroska", "libopenh264,matroska", "libopenh264,flv", "libopenh264,mpegts", "ffv1,matroska",
        "libvpx-vp9,webm"})
    void aGapInTheTimeStampsIsToldInFrames(String codec, String format) throws Exception {
        SampleVideo sample = new SampleVideo(codec, format);
        sample.millis = number -> 40L * (number < 15 ? number : number + 12);
        CollectedFrames decoding = CollectedFrames.of(sample.write(folder.resolve("gap." + format)));
        assertEquals(40, decoding.decoded.frameCount());
        assertEquals(List.of("about 12 frames are missing: the time stamps leave out 0.48 s after 0.56 s"),
                decoding.decoded.warnings());
    }

    @Test
    void severalGapsAreAddedUp() throws Exception {
        SampleVideo sample = new SampleVideo("ffv1", "matroska");
        sample.millis = number -> 40L * (number + (number < 10 ? 0 : number < 20 ? 1 : 6));
        assertEquals(List.of("about 6 frames are missing: the time stamps leave out 0.24 s in 2 places, the first"
                + " after 0.36 s"), CollectedFrames.of(sample.write(folder.resolve("gaps.mkv"))).decoded.warnings());
    }

    /** 30, 24 and 23.976 frames a second in milliseconds; every second frame held; a film of variable frame rate. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void timesThatAreMeantHaveNoGaps(int kind) throws Exception {
        SampleVideo sample = new SampleVideo("ffv1", "matroska");
        sample.millis = number -> switch (kind) {
            case 0 -> Math.round(number * 1000 / 30.0);
            case 1 -> Math.round(number * 1000 / 24.0);
            case 2 -> Math.round(number * 1001 / 24.0);
            case 3 -> 40L * (number + number / 2);
            default -> 7L * number * number;
        };
        assertEquals(List.of(), CollectedFrames.of(sample.write(folder.resolve("meant.mkv"))).decoded.warnings());
    }

    /** MP4 has a table of all its frames: what stands apart in it was put there. */
    @Test
    void aPauseInMp4IsMeant() throws Exception {
        SampleVideo sample = new SampleVideo("libopenh264", "mp4");
        sample.millis = number -> 40L * (number < 15 ? number : number + 12);
        assertEquals(List.of(), CollectedFrames.of(sample.write(folder.resolve("pause.mp4"))).decoded.warnings());
    }

    /** In AVI a pause is made of empty chunks, which are no losses. */
    @Test
    void aPauseInAviIsMeant() throws Exception {
        SampleVideo sample = new SampleVideo("libopenh264", "avi");
        sample.millis = number -> 40L * (number < 15 ? number : number + 12);
        assertEquals(List.of(), CollectedFrames.of(sample.write(folder.resolve("pause.avi"))).decoded.warnings());
    }

    /** Frames 20 to 27 and the index are lost. */
    @ParameterizedTest
    @ValueSource(strings = {"mpeg4", "libopenh264", "mjpeg"})
    void chunksLostOfAviAreCounted(String codec) throws Exception {
        SampleVideo sample = new SampleVideo(codec, "avi");
        if (codec.equals("mjpeg")) {
            sample.pixelFormat = avutil.AV_PIX_FMT_YUVJ420P;
            sample.painter = (number, frame) -> { };
        }
        byte[] film = Files.readAllBytes(sample.write(folder.resolve("whole.avi")));
        Path lost = Files.write(folder.resolve("lost.avi"), without(film, 20, 28));
        CollectedFrames decoding = CollectedFrames.of(lost);
        assertTrue(decoding.decoded.warnings().contains(
                "about 8 frames are missing: the container announces 40, and ends after 32"),
                decoding.decoded.toString());
    }

    /** An AVI file without some of its frames and without its index. */
    private static byte[] without(byte[] film, int first, int end) {
        String text = new String(film, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("movi") + 4;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(film, 0, at);
        for (int frame = -1; text.startsWith("00d", at);) {
            int size = (film[at + 4] & 0xFF) | (film[at + 5] & 0xFF) << 8 | (film[at + 6] & 0xFF) << 16;
            int next = at + 8 + size + (size & 1);
            frame += size > 0 ? 1 : 0;      // empty chunks make the one before them stay
            if (frame < first || frame >= end) {
                out.writeBytes(Arrays.copyOfRange(film, at, next));
            }
            at = next;
        }
        return out.toByteArray();
    }
}
