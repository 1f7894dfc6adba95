package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTest {

    @TempDir
    Path folder;

    /** A grey picture, written by the JDK and not by FFmpeg. */
    static Path picture(Path file, int width, int height, int grey) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, grey * 0x10101);
            }
        }
        String name = file.getFileName().toString();
        assertTrue(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile()));
        return file;
    }

    private List<Integer> greys() throws VideoException {
        return CollectedFrames.of(folder).frames.values().stream().map(frame -> SampleVideo.grey(frame, 3, 3)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%05d.jpg", "img_%05d.jpg", "%d.png", "frame%03d.PNG", "a%%b %04d.bmp", "image_%06d.jpeg",
            "v1_%02d.jpg"})
    void picturesComeInTheOrderOfTheirNumbers(String pattern) throws Exception {
        for (int i = 0; i < 15; i++) {
            picture(folder.resolve(String.format(pattern, i + 3)), 17, 11, 10 * i);
        }
        assertEquals(List.of(0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140), greys());
        try (Video video = new FfmpegVideoSource(20, null).open(folder.toString(), 0)) {
            assertEquals("images", video.info().container());
            assertEquals("17x11", video.info().width() + "x" + video.info().height());
            assertEquals(15, video.info().frameCount());
            assertEquals(-1, video.info().durationMicros());
        }
    }

    @Test
    void gapsCloseRanksAndAreTold() throws Exception {
        for (int number : new int[] {1, 2, 5, 9, 10}) {
            picture(folder.resolve(String.format(Locale.ROOT, "%05d.png", number)), 8, 8, number);
        }
        assertEquals(List.of(1, 2, 5, 9, 10), greys());
        assertEquals(List.of("5 pictures are missing in the folder's numbering: 3-4, 6-8"),
                CollectedFrames.of(folder).decoded.warnings());
    }

    @Test
    void picturesOfAnotherSeriesAndOtherSizesAreTold() throws Exception {
        picture(folder.resolve("-1.png"), 8, 8, 10);
        picture(folder.resolve("0.png"), 8, 8, 20);
        picture(folder.resolve("1.png"), 9, 8, 30);
        picture(folder.resolve("1 (2).png"), 8, 8, 40);
        picture(folder.resolve("cover.png"), 8, 8, 50);
        picture(folder.resolve("flow_x_00001.png"), 8, 8, 60);
        assertEquals(List.of("2 pictures are left out, numbered in another way: -1.png, 1 (2).png",
                "1 picture has another size than the first (8x8): 1.png (9x8)"),
                CollectedFrames.of(folder).decoded.warnings());
    }

    @Test
    void aSeriesBesideOneInParenthesesIsTold() throws Exception {
        for (int i = 1; i <= 3; i++) {
            picture(folder.resolve("frame-" + i + ".png"), 8, 8, i);
            picture(folder.resolve("frame (" + i + ").png"), 8, 8, 100);
        }
        assertEquals(List.of(1, 2, 3), greys());
        assertEquals(List.of("3 pictures are left out, numbered in another way: frame (1).png, frame (2).png, "
                + "frame (3).png"), CollectedFrames.of(folder).decoded.warnings());
    }

    @Test
    void otherFilesArePassedOver() throws Exception {
        picture(folder.resolve("00001.jpg"), 8, 8, 50);
        picture(folder.resolve("00002.jpg"), 8, 8, 70);
        Files.writeString(folder.resolve("00003.txt"), "notes");
        Files.writeString(folder.resolve(".00004.jpg"), "hidden");
        picture(folder.resolve("cover.jpg"), 8, 8, 200);
        Files.createDirectory(folder.resolve("00009.jpg"));
        assertEquals(List.of(50, 70), greys());
    }

    @Test
    void theSeriesOfPicturesIsTakenAndNotTheFlow() throws Exception {
        for (int i = 1; i <= 3; i++) {
            picture(folder.resolve("img_0000" + i + ".png"), 8, 8, 10 * i);
            picture(folder.resolve("flow_x_0000" + i + ".png"), 8, 8, 200);
            picture(folder.resolve("flow_y_0000" + i + ".png"), 8, 8, 210);
        }
        assertEquals(List.of(10, 20, 30), greys());
    }

    @Test
    void severalSeriesAreNotGuessedAbout() throws Exception {
        picture(folder.resolve("left_1.png"), 8, 8, 10);
        picture(folder.resolve("right_1.png"), 8, 8, 10);
        var e = assertThrows(VideoException.class, () -> CollectedFrames.of(folder));
        assertTrue(e.getMessage().startsWith(folder.toString()) && e.getMessage().contains("left_1.png, right_1.png"),
                e.getMessage());
    }

    @Test
    void twoPicturesOfOneNumberAreRefused() throws Exception {
        picture(folder.resolve("01.png"), 8, 8, 10);
        picture(folder.resolve("001.jpg"), 8, 8, 10);
        var e = assertThrows(VideoException.class, () -> CollectedFrames.of(folder));
        assertTrue(e.getMessage().contains("same number"), e.getMessage());
    }

    @Test
    void everyPictureComesInItsOwnSize() throws Exception {
        picture(folder.resolve("1.png"), 8, 6, 10);
        picture(folder.resolve("2.png"), 31, 17, 20);
        picture(folder.resolve("3.jpg"), 6, 8, 30);
        CollectedFrames decoding = CollectedFrames.of(folder);
        assertEquals(List.of("8x6", "31x17", "6x8"),
                decoding.frames.values().stream().map(f -> f.width() + "x" + f.height()).toList());
        assertEquals(List.of(10, 20, 30), greys());
    }

    @Test
    void aPictureThatCannotBeDecodedIsLeftOutAndNamed() throws Exception {
        for (int i = 1; i <= 5; i++) {
            picture(folder.resolve(i + ".png"), 8, 8, 10 * i);
        }
        Files.write(folder.resolve("3.png"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13});
        Files.write(folder.resolve("4.png"), new byte[0]);
        CollectedFrames decoding = CollectedFrames.of(folder);
        assertEquals(List.of(10, 20, 50), greys());
        assertEquals(List.of(5, 3), decoding.counts);
        assertEquals(3, decoding.decoded.frameCount());
        assertEquals(List.of("2 pictures could not be decoded: "
                + "3.png (not a picture of a kind that is known), 4.png (empty)"),
                decoding.decoded.warnings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aPictureCutOffIsTold(String kind) throws Exception {
        Path cut = folder.resolve("2." + kind);
        BufferedImage noise = new BufferedImage(120, 90, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 120 * 90; i++) {
            noise.setRGB(i % 120, i / 120, i * 0x9E3779B1);
        }
        ImageIO.write(noise, kind, folder.resolve("1." + kind).toFile());
        byte[] whole = Files.readAllBytes(folder.resolve("1." + kind));
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        assertEquals(1, CollectedFrames.of(folder).decoded.warnings().size(),
                CollectedFrames.of(folder).decoded.warnings().toString());
    }

    @Test
    void aFolderWithoutPicturesIsRefused() throws Exception {
        var e = assertThrows(VideoException.class, () -> CollectedFrames.of(folder));
        assertTrue(e.getMessage().contains("no pictures"), e.getMessage());
        Files.writeString(folder.resolve("readme.txt"), "x");
        assertThrows(VideoException.class, () -> CollectedFrames.of(folder));
        picture(folder.resolve("cover.jpg"), 8, 8, 1);
        e = assertThrows(VideoException.class, () -> CollectedFrames.of(folder));
        assertTrue(e.getMessage().endsWith("not numbered (00001.jpg or img_00001.jpg are expected, found cover.jpg)"),
                e.getMessage());
    }

    @Test
    void aFolderOfBrokenPicturesIsRefused() throws Exception {
        Files.writeString(folder.resolve("1.jpg"), "this is not a picture");
        Files.writeString(folder.resolve("2.jpg"), "nor is this");
        var e = assertThrows(VideoException.class, () -> CollectedFrames.of(folder));
        assertTrue(e.getMessage().contains("not one picture") && e.getMessage().contains("1.jpg"), e.getMessage());
    }
}
