package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriterTest {

    @TempDir
    Path folder;

    private static Frame colour(int width, int height, int red, int green, int blue) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return Frame.wrap(width, height, 0, rgb);
    }

    @ParameterizedTest
    @CsvSource({"1,25,64,48", "2,30,16,16", "37,29.97,66,50", "150,25,128,96", "40,12.5,178,100"})
    void asManyFramesComeOutAsGoIn(int count, double rate, int width, int height) throws Exception {
        Path file = folder.resolve("out.mp4");
        new FfmpegVideoWriter().write(file, rate, 1_000_000,
                IntStream.range(0, count).mapToObj(i -> colour(width, height, i, 255 - i, 100)).toList());
        CollectedFrames decoding = CollectedFrames.of(file);
        assertEquals(count, decoding.decoded.frameCount());
        assertEquals(List.of(count), decoding.counts);
        assertEquals(List.of(), decoding.decoded.warnings());
        decoding.frames.forEach((i, frame) -> {
            assertEquals(width + "x" + height, frame.width() + "x" + frame.height());
            int[] expected = {i, 255 - i, 100};
            for (int c = 0; c < 3; c++) {
                assertEquals(expected[c], frame.rgb().get(3 * (width * height / 2) + c) & 0xFF, 6, "frame " + i
                        + ", channel " + c);
            }
            assertEquals(i * 1e6 / rate, (double) frame.timestampMicros(), 200);
        });
        try (Video video = new FfmpegVideoSource(20, null).open(file.toString(), 1)) {
            VideoInfo info = video.info();
            assertEquals("h264", info.codec());
            assertEquals(rate, info.frameRate(), 0.01);
        }
    }

    @Test
    void anExistingFileIsReplaced() throws Exception {
        Path file = Files.write(folder.resolve("out.mp4"), new byte[1_000_000]);
        new FfmpegVideoWriter().write(file, 25, 500_000, List.of(colour(64, 48, 1, 2, 3)));
        assertEquals(1, CollectedFrames.of(file).decoded.frameCount());
    }

    private void fails(Path file, Iterable<Frame> frames, String reason) {
        VideoException e = assertThrows(VideoException.class,
                () -> new FfmpegVideoWriter().write(file, 25, 500_000, frames));
        assertTrue(e.getMessage().startsWith(file + ": ") && e.getMessage().contains(reason), e.getMessage());
        assertFalse(Files.isRegularFile(file));
    }

    @Test
    void whatCannotBeWrittenLeavesNoFile() throws Exception {
        Frame good = colour(64, 48, 1, 2, 3);
        Path file = folder.resolve("out.mp4");
        fails(file, List.of(), "no frames");
        fails(file, List.of(colour(63, 48, 1, 2, 3)), "63x48");
        fails(file, List.of(good, good, colour(32, 48, 1, 2, 3)), "frame 2 is 32x48");
        fails(folder.resolve("nowhere/out.mp4"), List.of(good), "no such file or directory");
        fails(Files.createDirectory(folder.resolve("a folder")), List.of(good), "directory");
        assertTrue(Files.isDirectory(folder.resolve("a folder")));
        Iterable<Frame> breaking = () -> IntStream.range(0, 9).mapToObj(i -> i < 5 ? good : colour(0, 0, 0, 0, 0))
                .iterator();
        assertThrows(IllegalArgumentException.class, () -> new FfmpegVideoWriter().write(file, 25, 500_000, breaking));
        assertFalse(Files.exists(file));
        if (OpenDescriptors.known()) {
            assertEquals(0, OpenDescriptors.under(folder));
        }
    }

    @Test
    void aWrongCallLeavesAnExistingFileAlone() throws Exception {
        Path file = Files.write(folder.resolve("out.mp4"), new byte[] {1, 2, 3});
        FfmpegVideoWriter writer = new FfmpegVideoWriter();
        List<Frame> frames = List.of(colour(64, 48, 1, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> writer.write(file, 0, 500_000, frames));
        assertThrows(IllegalArgumentException.class, () -> writer.write(file, Double.NaN, 500_000, frames));
        assertThrows(IllegalArgumentException.class, () -> writer.write(file, 25, 0, frames));
        assertThrows(VideoException.class, () -> writer.write(file, 25, 500_000, List.of()));
        assertThrows(VideoException.class, () -> writer.write(file, 25, 500_000, List.of(colour(3, 3, 1, 2, 3))));
        assertTrue(Arrays.equals(new byte[] {1, 2, 3}, Files.readAllBytes(file)));
    }
}
