package io.deltaframe.recognizer.inference;

import io.deltaframe.api.Frame;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Frames to make a video of: smooth waves that drift, a square that crosses them, and noise, so that an encoder has
 * something to do in every block of every frame. Always the same.
 *
 * @param width      pixels a row
 * @param height     rows
 * @param frameCount number of frames
 */
record MovingPictures(int width, int height, int frameCount) implements Iterable<Frame> {

    private static final double MICROS_PER_FRAME = 1e6 / 25;
    private static final int SQUARE = 160;

    @Override
    public Iterator<Frame> iterator() {
        return IntStream.range(0, frameCount).mapToObj(this::frame).iterator();
    }

    private Frame frame(int number) {
        Random random = new Random(number);
        int[] noise = random.ints(8191, -6, 7).toArray();
        byte[] rgb = new byte[3 * width * height];
        int left = 9 * number % width;
        int top = 4 * number % height;
        for (int y = 0, at = 0; y < height; y++) {
            double across = 60 * Math.sin((y + 3.0 * number) / 37);
            for (int x = 0; x < width; x++) {
                int grain = noise[(y * width + x) % noise.length];
                boolean inside = x >= left && x < left + SQUARE && y >= top && y < top + SQUARE;
                for (int channel = 0; channel < 3; channel++, at++) {
                    int wave = ((x * (channel + 2) + 16 * number) >> 3) & 127;
                    double level = inside ? 220 - 60 * channel : 64 + Math.min(wave, 127 - wave) + across;
                    rgb[at] = (byte) Math.clamp(Math.round(level) + grain, 0, 255);
                }
            }
        }
        return Frame.wrap(width, height, Math.round(number * MICROS_PER_FRAME), rgb);
    }
}
