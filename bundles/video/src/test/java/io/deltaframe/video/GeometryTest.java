package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.natives.Natives;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames come upright and cropped, whatever says so, and all of a video alike. */
class GeometryTest {

    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;
    /** Which corner of the upright picture was the stored one's top left, by EXIF's number; T, B, L, R. */
    private static final String[] CORNERS = {"TL", "TR", "BR", "BL", "TL", "TR", "BR", "BL"};

    @TempDir
    Path folder;

    @BeforeAll
    static void load() throws VideoException {
        Natives.load();
    }

    private static void expect(Frame frame, int width, int height, String corner) {
        assertEquals(width + "x" + height, frame.width() + "x" + frame.height());
        for (String other : List.of("TL", "TR", "BR", "BL")) {
            int y = other.charAt(0) == 'T' ? 3 : height - 4;
            int x = other.charAt(1) == 'L' ? 3 : width - 4;
            assertEquals(other.equals(corner), SampleVideo.grey(frame, x, y) < 14, other + " of " + corner);
        }
    }

    private static void expect(Path video, int frames, int width, int height, String corner) throws VideoException {
        try (Video open = new FfmpegVideoSource(20, null).open(video.toString(), 2)) {
            assertEquals(width + "x" + height, open.info().width() + "x" + open.info().height());
        }
        CollectedFrames decoding = CollectedFrames.of(video);
        assertEquals(List.of(), decoding.decoded.warnings());
        assertEquals(frames, decoding.frames.size());
        decoding.frames.values().forEach(frame -> expect(frame, width, height, corner));
    }

    // Orientation messages

    /** Type 47; then: not cancelled, mirrored left to right, top to bottom, 16 bits of turn, repetition, extension. */
    private static byte[] orientationMessage(boolean flipX, boolean flipY, int quarters) {
        int bits = (flipX ? 1 << 22 : 0) | (flipY ? 1 << 21 : 0) | (quarters * 0x4000 & 0xFFFF) << 5 | 1 << 4 | 1 << 2;
        // Bytes of zeros in a row are kept apart by a three.
        ByteArrayOutputStream unit = new ByteArrayOutputStream();
        unit.writeBytes(new byte[] {0, 0, 0, 1, 6, 47, 3});
        int zeros = 0;
        for (int b : new int[] {bits >> 16 & 0xFF, bits >> 8 & 0xFF, bits & 0xFF}) {
            if (zeros >= 2 && b <= 3) {
                unit.write(3);
                zeros = 0;
            }
            unit.write(b);
            zeros = b == 0 ? zeros + 1 : 0;
        }
        unit.write(0x80);
        return unit.toByteArray();
    }

    /** An H.264 stream with a message before its first picture only. */
    private Path withMessage(byte[] message) throws IOException {
        byte[] stream = Files.readAllBytes(new SampleVideo("libopenh264", "h264").write(folder.resolve("plain.h264")));
        int picture = -1;
        for (int i = 0; i + 4 < stream.length && picture < 0; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1 && (stream[i + 3] & 0x1F) == 5) {
                picture = i > 0 && stream[i - 1] == 0 ? i - 1 : i;
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(stream, 0, picture);
        out.writeBytes(message);
        out.write(stream, picture, stream.length - picture);
        return Files.write(folder.resolve("said.h264"), out.toByteArray());
    }

    /** Turns are against the clock, after the mirroring. */
    @ParameterizedTest
    @CsvSource({"false,false,0,TL", "false,false,1,BL", "false,false,2,BR", "false,false,3,TR",
        "true,false,0,TR", "false,true,0,BL", "true,false,1,TL", "false,true,1,BR"})
    void anOrientationMessageHoldsForAllFrames(boolean flipX, boolean flipY, int quarters, String corner)
            throws Exception {
        boolean swap = quarters % 2 == 1;
        expect(withMessage(orientationMessage(flipX, flipY, quarters)), 40, swap ? HEIGHT : WIDTH,
                swap ? WIDTH : HEIGHT, corner);
    }

    // Cropping by the container

    /** MP4's clean aperture: width, height, and offsets of the middle, as fractions; in the sample's entry. */
    private Path withAperture(int width, int height, int offsetX2, int offsetY2) throws IOException {
        byte[] film = Files.readAllBytes(new SampleVideo("mpeg4", "mp4").write(folder.resolve("whole.mp4")));
        byte[] box = ByteBuffer.allocate(40).putInt(40).put("clap".getBytes(StandardCharsets.US_ASCII))
                .putInt(width).putInt(1).putInt(height).putInt(1).putInt(offsetX2).putInt(2).putInt(offsetY2).putInt(2)
                .array();
        String text = new String(film, StandardCharsets.ISO_8859_1);
        int entry = text.indexOf("mp4v") - 4;
        int end = entry + ByteBuffer.wrap(film).getInt(entry);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(film, 0, end);
        out.writeBytes(box);
        out.write(film, end, film.length - end);
        ByteBuffer grown = ByteBuffer.wrap(out.toByteArray());
        // The index comes last: offsets into the frames stay as they are.
        for (String parent : List.of("moov", "trak", "mdia", "minf", "stbl", "stsd", "mp4v")) {
            int at = text.indexOf(parent) - 4;
            grown.putInt(at, grown.getInt(at) + box.length);
        }
        return Files.write(folder.resolve("aperture.mp4"), grown.array());
    }

    @Test
    void aCleanApertureIsAllThatIsShown() throws Exception {
        // 32 x 24 of 64 x 48, up and to the left by 16 and 12: the dark corner fills its quarter of them
        expect(withAperture(32, 24, -32, -24), 40, 32, 24, "TL");
        expect(withAperture(32, 24, 32, 24), 40, 32, 24, "none");
    }

    @Test
    void anApertureOutsideOfThePictureIsNone() throws Exception {
        expect(withAperture(6400, 4800, 0, 0), 40, WIDTH, HEIGHT, "TL");
    }

    @Test
    void aCodecsOwnCroppingIsExact() throws Exception {
        SampleVideo sample = new SampleVideo("libopenh264", "mp4");
        sample.width = 62;
        sample.height = 46;
        expect(sample.write(folder.resolve("odd.mp4")), 40, 62, 46, "TL");
    }

    // Pictures

    private static BufferedImage image() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, x < WIDTH / 4 && y < HEIGHT / 4 ? 0 : 0xB0B0B0);
            }
        }
        return image;
    }

    /** A TIFF file that has nothing but tag 274. */
    private static byte[] exif(int number, ByteOrder order) {
        return ByteBuffer.allocate(26).order(order).put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II")
                .getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8).putShort((short) 1)
                .putShort((short) 274).putShort((short) 3).putInt(1).putShort((short) number).putShort((short) 0)
                .putInt(0).array();
    }

    private static byte[] inserted(byte[] file, int at, byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, at);
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        out.write(file, at, file.length - at);
        return out.toByteArray();
    }

    private byte[] picture(String kind, int number, ByteOrder order) throws IOException {
        Path file = folder.resolve("plain." + kind);
        byte[] exif = exif(number, order);
        switch (kind) {
            case "tif" -> writeTiff(file, number, "LZW");
            case "webp" -> {
                SampleVideo sample = new SampleVideo("libwebp", "image2");
                sample.frames = 1;
                sample.painter = (n, frame) -> SampleVideo.paintNumber(35, frame);
                sample.write(file);
            }
            default -> assertTrue(ImageIO.write(image(), kind, file.toFile()));
        }
        byte[] plain = Files.readAllBytes(file);
        return switch (kind) {
            case "jpg" -> inserted(plain, 2, ByteBuffer.allocate(10).putShort((short) 0xFFE1)
                    .putShort((short) (8 + exif.length)).put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).array(),
                    exif);
            case "png" -> {
                byte[] chunk = ByteBuffer.allocate(8 + exif.length).putInt(exif.length)
                        .put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(exif).array();
                CRC32 sum = new CRC32();
                sum.update(chunk, 4, chunk.length - 4);
                yield inserted(plain, 33, chunk, ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
            }
            case "webp" -> {
                // The extended form: flags (EXIF follows), then width and height less one, in 24 bits each
                ByteBuffer head = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
                head.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8).put((byte) (WIDTH - 1))
                        .putShort((short) 0).put((byte) (HEIGHT - 1)).putShort((short) 0);
                ByteBuffer tail = ByteBuffer.allocate(8 + exif.length).order(ByteOrder.LITTLE_ENDIAN)
                        .put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
                byte[] file0 = inserted(inserted(plain, plain.length, tail.array()), 12, head.array());
                ByteBuffer.wrap(file0).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file0.length - 8);
                yield file0;
            }
            default -> plain;
        };
    }

    private static void writeTiff(Path file, int orientation, String compression) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionType(compression);
        IIOMetadata tags = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image()), how);
        TIFFDirectory directory = TIFFDirectory.createFromMetadata(tags);
        directory.addTIFFField(new TIFFField(BaselineTIFFTagSet.getInstance()
                .getTag(BaselineTIFFTagSet.TAG_ORIENTATION), orientation));
        directory.addTIFFField(new TIFFField(BaselineTIFFTagSet.getInstance()
                .getTag(BaselineTIFFTagSet.TAG_SOFTWARE), 2, 1, new String[] {"a test"}));
        Files.deleteIfExists(file);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image(), null, directory.getAsMetadata()), how);
        } finally {
            writer.dispose();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "webp", "tif"})
    void picturesOfAllKindsAreTurnedAsTheirCameraSays(String kind) throws Exception {
        for (int number = 1; number <= 8; number++) {
            Path series = Files.createDirectory(folder.resolve("series" + number));
            Files.write(series.resolve("1." + kind), picture(kind, number, ByteOrder.LITTLE_ENDIAN));
            Files.write(series.resolve("2." + kind), picture(kind, number, ByteOrder.BIG_ENDIAN));
            Path alone = Files.copy(series.resolve("1." + kind), folder.resolve("alone" + number + "." + kind));
            boolean swap = number > 4;
            expect(series, 2, swap ? HEIGHT : WIDTH, swap ? WIDTH : HEIGHT, CORNERS[number - 1]);
            expect(alone, 1, swap ? HEIGHT : WIDTH, swap ? WIDTH : HEIGHT, CORNERS[number - 1]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 65535})
    void anOrientationWithoutAMeaningIsUpright(int number) throws Exception {
        for (String kind : List.of("jpg", "png", "webp")) {
            Path series = Files.createDirectory(folder.resolve(kind + number));
            Files.write(series.resolve("1." + kind), picture(kind, number, ByteOrder.LITTLE_ENDIAN));
            expect(series, 1, WIDTH, HEIGHT, "TL");
        }
    }

    /** Each picture has its own. */
    @Test
    void oneTurnedPictureTurnsNoOther() throws Exception {
        Path series = Files.createDirectory(folder.resolve("mixed"));
        Files.write(series.resolve("1.png"), picture("png", 6, ByteOrder.LITTLE_ENDIAN));
        Files.write(series.resolve("2.png"), picture("png", 1, ByteOrder.LITTLE_ENDIAN));
        CollectedFrames decoding = CollectedFrames.of(series);
        expect(decoding.frames.get(0), HEIGHT, WIDTH, "TR");
        expect(decoding.frames.get(1), WIDTH, HEIGHT, "TL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZW", "PackBits", "Deflate", "ZLib"})
    void soundTiffHasNoWarning(String compression) throws Exception {
        writeTiff(folder.resolve("1.tif"), 1, compression);
        expect(folder, 1, WIDTH, HEIGHT, "TL");
    }

    @Test
    void tiffThatFfmpegGivesBlackIsLeftOutAndNamed() throws Exception {
        writeTiff(folder.resolve("1.tif"), 1, "LZW");
        writeTiff(folder.resolve("2.tif"), 1, "JPEG");
        CollectedFrames decoding = CollectedFrames.of(folder);
        assertEquals(1, decoding.frames.size());
        assertTrue(decoding.decoded.warnings().getFirst()
                .startsWith("1 picture could not be decoded: 2.tif (TIFF with JPEG"), decoding.decoded.toString());
        Path alone = folder.resolve("2.tif");
        VideoException e = assertThrows(VideoException.class,
                () -> CollectedFrames.of(alone));
        assertTrue(e.getMessage().contains("TIFF with JPEG"), e.getMessage());
    }

    @Test
    void aTiffCutOffIsTold() throws Exception {
        writeTiff(folder.resolve("1.tif"), 1, "LZW");
        byte[] whole = Files.readAllBytes(folder.resolve("1.tif"));
        Files.write(folder.resolve("2.tif"), Arrays.copyOf(whole, whole.length - 60));
        List<String> warnings = CollectedFrames.of(folder).decoded.warnings();
        assertTrue(warnings.size() == 1 && warnings.getFirst().contains("2.tif"), warnings.toString());
    }
}
