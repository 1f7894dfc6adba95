package io.deltaframe.live.gate;

import io.deltaframe.api.Frame;
import java.util.Random;

/** Pictures of a yard of 256x256 pixels that is rendered: a still background, and what moves or seems to. */
final class Scene {

    static final int SIDE = 256;

    private final float[] picture = new float[SIDE * SIDE];
    private final Random random;
    private final float[] gauss;

    /**
     * The empty yard.
     *
     * @param random of what has no rule
     * @param gauss  normally distributed numbers, more than there are pixels
     */
    Scene(Random random, float[] gauss) {
        this.random = random;
        this.gauss = gauss;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean wall = x > 150 && y > 60 && y < 200;
                picture[y * SIDE + x] = (float) ((wall ? 150 : 70) + 20 * Math.sin(x / 17.0) * Math.cos(y / 23.0));
            }
        }
    }

    /** Scales the brightness. */
    Scene light(double gain) {
        for (int i = 0; i < picture.length; i++) {
            picture[i] *= (float) gain;
        }
        return this;
    }

    /** Adds noise of a sensor to every pixel. */
    Scene noise(double deviation) {
        int from = random.nextInt(gauss.length - picture.length);
        for (int i = 0; i < picture.length; i++) {
            picture[i] += (float) (deviation * gauss[from + i]);
        }
        return this;
    }

    /** Adds a rectangle. */
    Scene box(double left, double top, int width, int height, float level) {
        for (int y = Math.max(0, (int) top); y < Math.min(SIDE, top + height); y++) {
            for (int x = Math.max(0, (int) left); x < Math.min(SIDE, left + width); x++) {
                picture[y * SIDE + x] = level;
            }
        }
        return this;
    }

    /** Adds streaks of rain anywhere. */
    Scene rain(int streaks) {
        for (int i = 0; i < streaks; i++) {
            int x = random.nextInt(SIDE);
            int y = random.nextInt(SIDE);
            for (int k = 0; k < 14; k++) {
                int at = Math.min(SIDE - 1, y + k) * SIDE + Math.min(SIDE - 1, x + k / 6);
                picture[at] = Math.min(255, picture[at] + 60);
            }
        }
        return this;
    }

    /** Adds the crown of a tree whose leaves the wind moves: patches that sway each in its own way. */
    Scene tree(double seconds) {
        Random leaves = new Random(7);
        for (int i = 0; i < 60; i++) {
            double x = 20 + leaves.nextInt(80);
            double y = 20 + leaves.nextInt(80);
            double beat = 2 + 3 * leaves.nextDouble();
            double phase = 6 * leaves.nextDouble();
            box(x + 2.5 * Math.sin(beat * seconds + phase), y + 1.5 * Math.cos(beat * seconds + phase), 9, 7,
                    40 + leaves.nextInt(60));
        }
        return this;
    }

    /** Takes detail away in blocks as a codec does, coarsely in every so many pictures and finely else. */
    Scene blocks(int number) {
        int step = number % 16 == 0 ? 2 : 5;
        for (int top = 0; top < SIDE; top += 8) {
            for (int left = 0; left < SIDE; left += 8) {
                float mean = 0;
                for (int i = 0; i < 64; i++) {
                    mean += picture[(top + i / 8) * SIDE + left + i % 8] / 64;
                }
                float coded = step * Math.round(mean / step);
                for (int i = 0; i < 64; i++) {
                    int at = (top + i / 8) * SIDE + left + i % 8;
                    picture[at] += coded - mean;
                }
            }
        }
        return this;
    }

    Frame frame(long timestamp) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < picture.length; i++) {
            byte level = (byte) Math.clamp(Math.round(picture[i]), 0, 255);
            rgb[3 * i] = level;
            rgb[3 * i + 1] = level;
            rgb[3 * i + 2] = level;
        }
        return Frame.wrap(SIDE, SIDE, timestamp, rgb);
    }
}
