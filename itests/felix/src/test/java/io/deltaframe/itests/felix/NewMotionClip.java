package io.deltaframe.itests.felix;

import io.deltaframe.api.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Clips of motions that the embedded model has no class for, to teach it: rings, crosses, stars and crescents on smooth
 * gradients with stripes, which neither its training nor {@link MotionClip} has. Position, size, speed, colours and
 * background differ from clip to clip.
 */
final class NewMotionClip {

    static final int WIDTH = 192;
    static final int HEIGHT = 144;
    static final int FRAME_RATE = 25;

    /** The motions. */
    enum Motion {
        ZIG_ZAG, CIRCLE, BOUNCE, STOP_AND_GO, SWAP_PLACES, APPEAR;

        /** {@return the name of its folder, and so its label} */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private enum Shape {
        RING {
            @Override
            boolean covers(double x, double y) {
                double r = x * x + y * y;
                return r < 1 && r > 0.3;
            }
        },
        CROSS {
            @Override
            boolean covers(double x, double y) {
                return Math.min(Math.abs(x), Math.abs(y)) < 0.3 && Math.max(Math.abs(x), Math.abs(y)) < 1;
            }
        },
        STAR {
            @Override
            boolean covers(double x, double y) {
                return Math.hypot(x, y) < 0.62 + 0.38 * Math.cos(5 * Math.atan2(y, x));
            }
        },
        CRESCENT {
            @Override
            boolean covers(double x, double y) {
                return x * x + y * y < 1 && (x - 0.5) * (x - 0.5) + y * y > 0.6;
            }
        };

        abstract boolean covers(double x, double y);
    }

    private record Placed(Shape shape, double x, double y, double size, int[] colour) { }

    private final Motion motion;
    private final Random random;
    private final int[] from;
    private final int[] to;
    private final double slope;
    private final double stripes;

    @SuppressWarnings("EnumOrdinal") // part of a seed: any number does that stays the same
    private NewMotionClip(Motion motion, long seed) {
        this.motion = motion;
        this.random = new Random(1009 * seed + motion.ordinal());
        this.from = colour(20, 130);
        this.to = colour(60, 190);
        this.slope = between(0, 2 * Math.PI);
        this.stripes = between(14, 40);
    }

    /**
     * {@return the frames of a clip}
     *
     * @param motion  what it shows
     * @param seed    which of the clips that show it
     * @param seconds how long it is
     */
    static List<Frame> frames(Motion motion, long seed, double seconds) {
        return new NewMotionClip(motion, seed).render((int) Math.round(seconds * FRAME_RATE));
    }

    private int[] colour(int least, int most) {
        return new int[] {between(least, most), between(least, most), between(least, most)};
    }

    private int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }

    private List<Frame> render(int count) {
        Shape shape = Shape.values()[random.nextInt(4)];
        Shape other = Shape.values()[random.nextInt(4)];
        int[] bright = new int[][] {{250, 250, 240}, {255, 160, 40}, {90, 230, 250}, {250, 110, 190}}[
                random.nextInt(4)];
        double size = between(13.0, 19.0);
        double x = WIDTH / 2.0 + between(-10.0, 10.0);
        double y = HEIGHT / 2.0 + between(-8.0, 8.0);
        double pace = between(0.9, 1.15);
        double side = random.nextBoolean() ? 1 : -1;
        double start = between(0, 2 * Math.PI);
        double reach = between(40.0, 52.0);
        List<Frame> clip = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            double u = Math.min(1, pace * number / (count - 1.0));
            double along = side * reach * (2 * u - 1);
            List<Placed> things = new ArrayList<>();
            switch (motion) {
                // Aside in straight lines, up and down again
                case ZIG_ZAG -> things.add(new Placed(shape, x + along, y + 26 * triangle(3 * u), size, bright));
                case CIRCLE -> things.add(new Placed(shape, x + 34 * Math.cos(start + side * 9 * u),
                        y + 34 * Math.sin(start + side * 9 * u), size, bright));
                // On one place, falling and rising
                case BOUNCE -> things.add(new Placed(shape, x, y + 34 - 66 * Math.abs(Math.sin(Math.PI * 2.5 * u)),
                        size, bright));
                case STOP_AND_GO -> things.add(new Placed(shape, x + side * reach * (2 * steps(u) - 1), y, size,
                        bright));
                // One above, one below the way
                case SWAP_PLACES -> {
                    things.add(new Placed(shape, x + along, y - 13 * Math.sin(Math.PI * u), size, bright));
                    things.add(new Placed(other, x - along, y + 13 * Math.sin(Math.PI * u), size, bright));
                }
                case APPEAR -> {
                    if (u > 0.45) {
                        things.add(new Placed(shape, x + side * 15, y, size, bright));
                    }
                }
            }
            clip.add(frame(Math.round(number * 1e6 / FRAME_RATE), things));
        }
        return clip;
    }

    private static double triangle(double u) {
        double phase = u - Math.floor(u);
        return 4 * Math.abs(phase - 0.5) - 1;
    }

    /** Three moves with rests between them. */
    private static double steps(double u) {
        double step = Math.min(2, Math.floor(3 * u));
        return (step + Math.min(1, 2 * (3 * u - step))) / 3;
    }

    private Frame frame(long micros, List<Placed> things) {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        int at = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double way = (x * Math.cos(slope) + y * Math.sin(slope)) / 100;
                double mix = 0.5 + 0.35 * Math.sin(way) + 0.15 * Math.sin(100 * way / stripes * 2 * Math.PI);
                double covered = 0;
                int[] colour = from;
                for (Placed thing : things) {
                    int hits = 0;
                    for (int sample = 0; sample < 4; sample++) {
                        hits += thing.shape().covers((x + 0.25 + 0.5 * (sample & 1) - thing.x()) / thing.size(),
                                (y + 0.25 + 0.5 * (sample >> 1) - thing.y()) / thing.size()) ? 1 : 0;
                    }
                    if (hits > 0) {
                        covered = hits / 4.0;
                        colour = thing.colour();
                    }
                }
                for (int c = 0; c < 3; c++) {
                    double background = from[c] + (to[c] - from[c]) * mix;
                    rgb[at++] = (byte) Math.round(background + (colour[c] - background) * covered);
                }
            }
        }
        return Frame.wrap(WIDTH, HEIGHT, micros, rgb);
    }
}
