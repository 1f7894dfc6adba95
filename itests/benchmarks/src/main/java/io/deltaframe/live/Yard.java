package io.deltaframe.live;

import io.deltaframe.api.Frame;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Pictures of a camera that looks at a yard: a still background, noise of a sensor, and, if asked for, a square that
 * crosses it all the time. Always the same.
 *
 * @param width   pixels a row
 * @param height  rows
 * @param count   number of pictures
 * @param rate    pictures a second
 * @param crossed whether anything moves
 */
record Yard(int width, int height, int count, double rate, boolean crossed) implements Iterable<Frame> {

    private static final int NOISE = 1 << 16;
    private static final byte[] NOISES = new byte[NOISE + 1021];

    static {
        Random random = new Random(5);
        for (int i = 0; i < NOISES.length; i++) {
            NOISES[i] = (byte) Math.round(3 * random.nextGaussian());
        }
    }

    @Override
    public Iterator<Frame> iterator() {
        return IntStream.range(0, count).mapToObj(this::frame).iterator();
    }

    Frame frame(int number) {
        byte[] rgb = new byte[3 * width * height];
        int side = height / 5;
        int left = (int) (number * width / (4 * rate)) % (width + side) - side;
        Random offsets = new Random(number);
        for (int y = 0; y < height; y++) {
            int noise = offsets.nextInt(NOISE - width > 0 ? NOISE - width : 1);
            for (int x = 0; x < width; x++) {
                boolean inside = crossed && x >= left && x < left + side && y > 2 * side && y < 3 * side;
                int level = inside ? 210 : 90 + 50 * ((x * 12 / width + y * 7 / height) & 1) + x * 30 / width;
                byte value = (byte) Math.clamp(level + NOISES[noise + x], 0, 255);
                int at = 3 * (y * width + x);
                rgb[at] = value;
                rgb[at + 1] = value;
                rgb[at + 2] = inside ? 60 : value;
            }
        }
        return Frame.wrap(width, height, Math.round(number * 1e6 / rate), rgb);
    }
}
