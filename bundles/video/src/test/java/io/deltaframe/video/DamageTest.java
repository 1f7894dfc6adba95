package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.natives.Natives;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with a damaged middle or a missing end are decoded as far as FFmpeg can, and say so. */
class DamageTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void load() throws VideoException {
        Natives.load();
    }

    /** Frames with something in them, so that damage has something to hit. */
    private static SampleVideo busy(String codec, String format) {
        SampleVideo sample = new SampleVideo(codec, format);
        sample.width = 160;
        sample.height = 120;
        sample.painter = (number, frame) -> {
            SampleVideo.paintNumber(number, frame);
            for (int y = 0; y < 40; y++) {
                for (int x = 0; x < frame.width(); x++) {
                    SampleVideo.set(frame, 0, x, y, 16 + (x * 37 + y * 91 + number * 53) % 200);
                }
            }
        };
        return sample;
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({"mpeg4,avi", "mpeg4,matroska", "mpeg4,mp4", "libopenh264,mp4", "libopenh264,matroska",
            "libopenh264,h264", "mpeg2video,mpegts", "ffv1,matroska"})
    void aDamagedMiddleIsDecodedOnAndTold(String codec, String format) throws Exception {
        Path whole = busy(codec, format).write(folder.resolve("whole"));
        byte[] bytes = Files.readAllBytes(whole);
        Random random = new Random(7);
        for (int i = bytes.length * 2 / 5; i < bytes.length * 3 / 5; i++) {
            if (random.nextInt(40) == 0) {
                bytes[i] ^= (byte) (1 + random.nextInt(255));
            }
        }
        Path damaged = Files.write(folder.resolve("damaged"), bytes);

        CollectedFrames decoding = CollectedFrames.of(damaged.toString(), 1, CollectedFrames.ALL);

        assertFalse(decoding.decoded.warnings().isEmpty());
        assertEquals(decoding.decoded.frameCount(), decoding.frames.size());
        assertEquals(decoding.decoded.frameCount(), decoding.counts.getLast());
        assertTrue(decoding.decoded.frameCount() >= 20, decoding.decoded.toString());
        assertEquals(CollectedFrames.upTo(10), decoding.numbers().subList(0, 10),
                "what lies before the damage is sound");
        int last = decoding.numbers().getLast();
        assertTrue(last > 30 && last <= 40, "decoding went on behind the damage: " + decoding.numbers());
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({"mpeg4,mp4,movflags=faststart", "libopenh264,mp4,movflags=faststart", "mpeg4,avi,", "ffv1,matroska,"})
    void aMissingEndIsTold(String codec, String format, String options) throws Exception {
        SampleVideo sample = busy(codec, format);
        sample.frames = 60;
        sample.muxerOptions = options == null ? "" : options;
        byte[] bytes = Files.readAllBytes(sample.write(folder.resolve("whole")));
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length * 5 / 9));

        CollectedFrames decoding = CollectedFrames.of(cut.toString(), 2, CollectedFrames.ALL);

        int count = decoding.decoded.frameCount();
        assertTrue(count > 20 && count < 40, decoding.decoded.toString());
        assertFalse(decoding.decoded.warnings().isEmpty());
        assertEquals(CollectedFrames.upTo(count - 1), decoding.numbers().subList(0, count - 1));
    }

    /**
     * The container promises more frames than there are: everything given for the wrong number is void, the right one
     * is asked for.
     */
    @Test
    void aWrongNumberOfFramesIsFoundAndCorrected() throws Exception {
        SampleVideo sample = busy("mpeg4", "mp4");
        sample.frames = 60;
        sample.muxerOptions = "movflags=faststart";
        byte[] bytes = Files.readAllBytes(sample.write(folder.resolve("whole.mp4")));
        Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));

        CollectedFrames decoding = CollectedFrames.of(cut.toString(), 2, count -> new int[] {0, count / 2, count - 1});

        int count = decoding.decoded.frameCount();
        assertEquals(List.of(60, count), decoding.counts);
        assertEquals(List.of(0, count / 2, count - 1), decoding.order);
        assertEquals(decoding.order.subList(0, 2), decoding.numbers().subList(0, 2));
        try (Video video = new FfmpegVideoSource(20, null).open(cut.toString(), 1)) {
            assertEquals(60, video.info().frameCount());
        }
    }

    /** Whatever bytes are wrong: an exception of ours or a result, and always an end. */
    @Test
    void noDamageHangsOrCrashes() throws Exception {
        for (String[] kind : new String[][] {{"mpeg4", "avi"}, {"libopenh264", "mp4"}, {"mpeg4", "matroska"},
                {"mpeg2video", "mpegts"}}) {
            SampleVideo sample = new SampleVideo(kind[0], kind[1]);
            sample.frames = 12;
            byte[] whole = Files.readAllBytes(sample.write(folder.resolve("whole")));
            Random random = new Random(11);
            for (int round = 0; round < 60; round++) {
                byte[] bytes = whole.clone();
                for (int i = 0; i < 1 + round; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                Path file = Files.write(folder.resolve("damaged"), bytes);
                try {
                    CollectedFrames decoding = CollectedFrames.of(file.toString(), 2, CollectedFrames.ALL);
                    assertEquals(decoding.decoded.frameCount(), decoding.frames.size());
                } catch (VideoException e) {
                    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
                }
            }
        }
    }
}
