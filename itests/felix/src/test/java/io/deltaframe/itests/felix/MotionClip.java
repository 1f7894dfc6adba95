package io.deltaframe.itests.felix;

import io.deltaframe.api.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Clips of simple motions, for checking the motion model: plain shapes on a checkered background. Shares nothing with
 * the program that rendered the training clips: no textures, no noise, no shake; every pixel is the answer to which
 * shape covers its centre, at four samples.
 */
final class MotionClip {

    static final int WIDTH = 320;
    static final int HEIGHT = 240;
    static final int FRAME_RATE = 25;

    /** The motions, in the order of the model's classes. */
    enum Motion {
        NOTHING("Nothing moving"),
        RIGHT("Moving something left to right"),
        LEFT("Moving something right to left"),
        UP("Moving something up"),
        DOWN("Moving something down"),
        CLOSER("Moving something closer to the camera"),
        AWAY("Moving something away from the camera"),
        CLOCKWISE("Turning something clockwise"),
        COUNTER_CLOCKWISE("Turning something counter-clockwise"),
        TOGETHER("Moving two things closer to each other"),
        APART("Moving two things away from each other"),
        CAMERA_LEFT("Turning the camera left"),
        CAMERA_RIGHT("Turning the camera right"),
        CAMERA_UP("Turning the camera up"),
        CAMERA_DOWN("Turning the camera down");

        final String label;

        Motion(String label) {
            this.label = label;
        }
    }

    /** A shape at one moment: where its centre is, how large and how turned. */
    private record Placed(Shape shape, double x, double y, double scale, double cos, double sin, int[] colour,
            int[] mark) {
        Placed(Shape shape, double x, double y, double scale, double angle, int[] colour, int[] mark) {
            this(shape, x, y, scale, Math.cos(angle), Math.sin(angle), colour, mark);
        }
    }

    /**
     * A shape around the origin, about 1 in radius; the mark is a part in another colour that shows how it is turned.
     */
    private enum Shape {
        RECTANGLE {
            @Override
            boolean covers(double x, double y) {
                return Math.abs(x) < 1 && Math.abs(y) < 0.6;
            }
        },
        ELLIPSE {
            @Override
            boolean covers(double x, double y) {
                return x * x + y * y / 0.45 < 1;
            }
        },
        TRIANGLE {
            @Override
            boolean covers(double x, double y) {
                return y < 0.7 && y > 2.2 * Math.abs(x) - 1;
            }
        };

        abstract boolean covers(double x, double y);

        static boolean marks(double x, double y) {
            return x > 0.15 && x < 0.75 && Math.abs(y) < 0.25;
        }
    }

    private final Motion motion;
    private final Random random;
    private final int frames;
    private final int cell;
    private final int[] dark;
    private final int[] light;

    @SuppressWarnings("EnumOrdinal") // part of a seed: any number does that stays the same
    private MotionClip(Motion motion, long seed) {
        this.motion = motion;
        this.random = new Random(31 * seed + motion.ordinal());
        this.frames = 48 + random.nextInt(33);
        this.cell = 22 + random.nextInt(16);
        this.dark = colour(40, 90);
        this.light = colour(130, 180);
    }

    /**
     * {@return the frames of a clip}
     *
     * @param motion what it shows
     * @param seed   which of the clips that show it
     */
    static List<Frame> frames(Motion motion, long seed) {
        MotionClip clip = new MotionClip(motion, seed);
        return clip.render(clip.frames, FRAME_RATE);
    }

    /**
     * {@return the frames of a clip at another frame rate: the same scene}
     *
     * @param motion  what it shows
     * @param seed    which of the clips that show it
     * @param rate    frames a second
     * @param seconds how long it is
     */
    static List<Frame> frames(Motion motion, long seed, double rate, double seconds) {
        return new MotionClip(motion, seed).render((int) Math.round(seconds * rate), rate);
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

    private List<Frame> render(int count, double rate) {
        double middleX = WIDTH / 2.0;
        double middleY = HEIGHT / 2.0;
        Shape shape = Shape.values()[random.nextInt(3)];
        // Saturated, so that no shape hides in the background.
        int[] colour = new int[][] {{215, 45, 40}, {40, 60, 205}, {235, 205, 50}, {30, 160, 70}}[random.nextInt(4)];
        int[] mark = new int[] {245, 245, 240};
        double size = between(26, 36);
        double travel = between(55, 70);
        double aside = between(-30.0, 30.0);
        double angle = between(-0.3, 0.3);
        double start = between(0, 2 * Math.PI);
        double turn = between(1.8, 3.5);
        double zoom = between(1.9, 2.6);
        double axis = between(0, Math.PI);
        double pan = between(70, 110);
        List<Frame> clip = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            double u = number / (count - 1.0);
            double along = travel * (2 * u - 1);
            double cameraX = 0;
            double cameraY = 0;
            List<Placed> things = new ArrayList<>();
            switch (motion) {
                case NOTHING -> things.add(new Placed(shape, middleX + aside, middleY, size, angle, colour, mark));
                case RIGHT -> things.add(new Placed(shape, middleX + along, middleY + aside, size, angle, colour,
                        mark));
                case LEFT -> things.add(new Placed(shape, middleX - along, middleY + aside, size, angle, colour, mark));
                case UP -> things.add(new Placed(shape, middleX + aside, middleY - along, size, angle, colour, mark));
                case DOWN -> things.add(new Placed(shape, middleX + aside, middleY + along, size, angle, colour, mark));
                case CLOSER -> things.add(new Placed(shape, middleX + aside / 2, middleY, 20 * Math.pow(zoom, u), angle,
                        colour, mark));
                case AWAY -> things.add(new Placed(shape, middleX + aside / 2, middleY, 20 * Math.pow(zoom, 1 - u),
                        angle, colour, mark));
                // The y axis points down: growing angles turn clockwise.
                case CLOCKWISE -> things.add(new Placed(shape, middleX + aside / 2, middleY, 1.4 * size, start
                        + turn * u, colour, mark));
                case COUNTER_CLOCKWISE ->
                        things.add(new Placed(shape, middleX + aside / 2, middleY, 1.4 * size, start - turn * u, colour,
                                mark));
                case TOGETHER, APART -> {
                    double distance = 24 + 52 * (motion == Motion.APART ? u : 1 - u);
                    for (int side = -1; side <= 1; side += 2) {
                        things.add(new Placed(shape, middleX + side * distance * Math.cos(axis), middleY
                                + side * distance * Math.sin(axis), 20, angle, colour, mark));
                    }
                }
                case CAMERA_LEFT -> cameraX = -pan * u;
                case CAMERA_RIGHT -> cameraX = pan * u;
                case CAMERA_UP -> cameraY = -pan * u;
                case CAMERA_DOWN -> cameraY = pan * u;
            }
            if (things.isEmpty()) {
                // A thing that stands in the scene goes through the picture against the camera.
                things.add(new Placed(shape, middleX + aside - cameraX, middleY - cameraY, size, angle, colour, mark));
            }
            clip.add(frame(Math.round(number * 1e6 / rate), things, cameraX, cameraY));
        }
        return clip;
    }

    private Frame frame(long micros, List<Placed> things, double cameraX, double cameraY) {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        int at = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int sample = 0; sample < 4; sample++) {
                    int[] colour = colour(things, x + 0.25 + 0.5 * (sample & 1), y + 0.25 + 0.5 * (sample >> 1),
                            cameraX, cameraY);
                    red += colour[0];
                    green += colour[1];
                    blue += colour[2];
                }
                rgb[at++] = (byte) (red / 4);
                rgb[at++] = (byte) (green / 4);
                rgb[at++] = (byte) (blue / 4);
            }
        }
        return Frame.wrap(WIDTH, HEIGHT, micros, rgb);
    }

    private int[] colour(List<Placed> things, double x, double y, double cameraX, double cameraY) {
        for (Placed thing : things) {
            double dx = (x - thing.x()) / thing.scale();
            double dy = (y - thing.y()) / thing.scale();
            double u = dx * thing.cos() + dy * thing.sin();
            double v = dy * thing.cos() - dx * thing.sin();
            if (thing.shape().covers(u, v)) {
                return Shape.marks(u, v) ? thing.mark() : thing.colour();
            }
        }
        long column = (long) Math.floor((x + cameraX) / cell);
        long row = (long) Math.floor((y + cameraY) / cell);
        return (column + row) % 2 == 0 ? dark : light;
    }
}
