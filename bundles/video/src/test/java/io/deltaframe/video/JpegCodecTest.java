package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.VideoException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegCodecTest {

    private final FfmpegJpegCodec codec = new FfmpegJpegCodec();

    /** Smooth in all channels: chroma has half the resolution. */
    private static Frame picture(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = 3 * (y * width + x);
                rgb[at] = (byte) Math.min(255, x);
                rgb[at + 1] = (byte) Math.min(255, y);
                rgb[at + 2] = (byte) Math.max(0, 255 - x - y);
            }
        }
        return Frame.wrap(width, height, 40_000, rgb);
    }

    private static double difference(Frame a, ByteBuffer other) {
        ByteBuffer rgb = a.rgb();
        long sum = 0;
        while (rgb.hasRemaining()) {
            sum += Math.abs((rgb.get() & 0xFF) - (other.get() & 0xFF));
        }
        return (double) sum / rgb.capacity();
    }

    @ParameterizedTest
    @CsvSource({"16,16", "1,1", "33,17", "641,3", "320,240", "1280,720"})
    void a_picture_comes_back_as_it_was(int width, int height) throws Exception {
        Frame frame = picture(width, height);
        byte[] jpeg = codec.encode(frame, 90);
        Frame back = codec.decode(jpeg, 123);
        assertEquals(width, back.width());
        assertEquals(height, back.height());
        assertEquals(123, back.timestampMicros());
        assertTrue(difference(frame, back.rgb()) < 2.5, "off by " + difference(frame, back.rgb()));
        // Somebody else's decoder sees the same
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        ByteBuffer theirs = ByteBuffer.allocate(3 * width * height);
        for (int pixel : image.getRGB(0, 0, width, height, null, 0, width)) {
            theirs.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
        }
        assertTrue(difference(frame, theirs.flip()) < 2.5, "off by " + difference(frame, theirs.rewind()));
    }

    @Test
    void a_better_quality_takes_more_bytes() throws Exception {
        Frame frame = picture(320, 240);
        assertTrue(codec.encode(frame, 1).length < codec.encode(frame, 60).length);
        assertTrue(codec.encode(frame, 60).length < codec.encode(frame, 100).length);
        for (int wrong : new int[] {0, 101, -1}) {
            assertThrows(IllegalArgumentException.class, () -> codec.encode(frame, wrong));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 100})
    void what_is_no_picture_is_refused(int length) {
        VideoException e = assertThrows(VideoException.class, () -> codec.decode(new byte[length], 0));
        assertTrue(e.getMessage().startsWith("a picture cannot be decoded as JPEG: "), e.getMessage());
    }

    @Test
    void a_picture_cut_off_does_not_crash() throws Exception {
        byte[] jpeg = codec.encode(picture(64, 64), 80);
        for (int length = 0; length < jpeg.length; length += 7) {
            try {
                assertEquals(64, codec.decode(Arrays.copyOf(jpeg, length), 0).width());
            } catch (VideoException e) {
                assertTrue(e.getMessage().contains("JPEG"), e.getMessage());
            }
        }
    }
}
