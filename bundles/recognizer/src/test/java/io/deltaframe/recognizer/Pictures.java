package io.deltaframe.recognizer;

import io.deltaframe.api.Frame;
import io.deltaframe.fixtures.Fixtures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.imageio.ImageIO;

/** Pictures for tests. */
public final class Pictures {

    private Pictures() { }

    public static Frame fixture(String name) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(Fixtures.bytes(name)));
            int width = image.getWidth();
            int height = image.getHeight();
            int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
            byte[] rgb = new byte[3 * argb.length];
            for (int i = 0; i < argb.length; i++) {
                rgb[3 * i] = (byte) (argb[i] >> 16);
                rgb[3 * i + 1] = (byte) (argb[i] >> 8);
                rgb[3 * i + 2] = (byte) argb[i];
            }
            return Frame.wrap(width, height, 0, rgb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(Frame frame) {
        byte[] rgb = new byte[3 * frame.width() * frame.height()];
        frame.rgb().get(rgb);
        return rgb;
    }

    public static Frame noise(int width, int height, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] rgb = new byte[3 * width * height];
        random.nextBytes(rgb);
        return Frame.wrap(width, height, 0, rgb);
    }

    public static Frame plain(int width, int height, int value) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) value);
        return Frame.wrap(width, height, 0, rgb);
    }
}
