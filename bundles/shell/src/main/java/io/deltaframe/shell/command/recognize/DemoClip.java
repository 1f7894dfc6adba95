package io.deltaframe.shell.command.recognize;

import io.deltaframe.api.Frame;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The clip of the demo: a speckled disc that moves from left to right before a checkered, uneven background. Rendered
 * frame by frame, the same every time.
 */
final class DemoClip implements Iterable<Frame> {

    static final String MOTION = "Moving something left to right";
    static final int WIDTH = 320;
    static final int HEIGHT = 240;
    static final int FRAME_RATE = 25;
    static final int FRAMES = 64;
    static final String DESCRIPTION = "\"" + MOTION + "\": " + FRAMES + " frames of " + WIDTH + "x" + HEIGHT + " at "
            + FRAME_RATE + " a second";

    private static final double RADIUS = 36;
    private static final int CHECK = 28;

    @Override
    public Iterator<Frame> iterator() {
        return new Iterator<>() {
            private final byte[] background = background();
            private int next;

            @Override
            public boolean hasNext() {
                return next < FRAMES;
            }

            @Override
            public Frame next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return frame(background, next++);
            }
        };
    }

    private static Frame frame(byte[] background, int number) {
        // Eased at both ends, as a hand moves things.
        double u = number / (FRAMES - 1.0);
        double eased = u * u * (3 - 2 * u);
        double centreX = 70 + (WIDTH - 140) * eased;
        double centreY = 128;
        byte[] rgb = background.clone();
        int reach = (int) RADIUS + 2;
        for (int y = (int) centreY - reach; y <= centreY + reach; y++) {
            for (int x = (int) centreX - reach; x <= centreX + reach; x++) {
                double cover = Math.clamp(RADIUS + 0.5 - Math.hypot(x - centreX, y - centreY), 0, 1);
                int thing = speckle((int) Math.floor(x - centreX) >> 2, (int) Math.floor(y - centreY) >> 2);
                int at = 3 * (y * WIDTH + x);
                rgb[at] = blend(cover, 150 + thing % 100, rgb[at]);
                rgb[at + 1] = blend(cover, 40 + thing % 60, rgb[at + 1]);
                rgb[at + 2] = blend(cover, 30 + thing % 40, rgb[at + 2]);
            }
        }
        return Frame.wrap(WIDTH, HEIGHT, number * 1_000_000L / FRAME_RATE, rgb);
    }

    /** Most of every picture, so made once: this runs in a JVM that has compiled nothing yet. */
    private static byte[] background() {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int y = 0, at = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                boolean dark = (y / CHECK + x / CHECK) % 2 == 0;
                int grain = speckle(x >> 1, y >> 1) % 24;
                rgb[at++] = (byte) ((dark ? 70 : 120) + grain);
                rgb[at++] = (byte) ((dark ? 90 : 140) + grain);
                rgb[at++] = (byte) ((dark ? 80 : 110) + grain);
            }
        }
        return rgb;
    }

    private static byte blend(double cover, int thing, byte background) {
        return (byte) Math.round(cover * thing + (1 - cover) * Byte.toUnsignedInt(background));
    }

    /** A number from 0 to 255 that looks random and depends on the place alone. */
    private static int speckle(int x, int y) {
        int h = x * 0x9E3779B1 ^ y * 0x85EBCA77;
        h ^= h >>> 15;
        h *= 0x2C1B3C6D;
        return h >>> 24;
    }
}
