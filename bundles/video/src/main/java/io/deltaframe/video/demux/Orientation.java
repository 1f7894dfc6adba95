package io.deltaframe.video.demux;

import org.bytedeco.javacpp.IntPointer;

/**
 * How decoded pictures are turned, and mirrored where a front camera asks for it, to be upright: a display matrix
 * rounded to quarter turns. A pixel at (x, y) goes to (a x + c y, b x + d y), shifted so that the picture starts at the
 * origin; y points down. Turns that are no quarter turns are not made: the nearest quarter turn is.
 *
 * @param a one of -1, 0, 1, as the others
 */
public record Orientation(int a, int b, int c, int d) {

    public static final Orientation UPRIGHT = new Orientation(1, 0, 0, 1);

    /** The first four columns of a row-major 3x3 display matrix: a, b, -, c, d. A matrix of zeros counts as upright. */
    public static Orientation of(IntPointer matrix) {
        return of(matrix.get(0), matrix.get(1), matrix.get(3), matrix.get(4));
    }

    public static Orientation of(int a, int b, int c, int d) {
        // long: Math.abs(Integer.MIN_VALUE) is negative
        if (Math.abs((long) a) + Math.abs((long) d) >= Math.abs((long) b) + Math.abs((long) c)) {
            return a == 0 || d == 0 ? UPRIGHT : new Orientation(Integer.signum(a), 0, 0, Integer.signum(d));
        }
        return b == 0 || c == 0 ? UPRIGHT : new Orientation(0, Integer.signum(b), Integer.signum(c), 0);
    }

    /** {@return the display matrix that stands for this} */
    public int[] matrix() {
        return new int[] {a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30};
    }

    /** {@return whether width and height change places} */
    public boolean swapsSides() {
        return a == 0;
    }

    /** {@return degrees clockwise: 0, 90, 180 or 270; of a mirrored picture those by which its upper edge is turned} */
    public int degrees() {
        return a == 1 ? 0 : b == 1 ? 90 : a == -1 ? 180 : 270;
    }

    /**
     * Turns a picture.
     *
     * @param width  of {@code rgb} before the turn
     * @param height of {@code rgb} before the turn
     * @param rgb    packed RGB24
     * @return the picture turned: {@code rgb} itself where nothing is to do
     */
    public byte[] apply(int width, int height, byte[] rgb) {
        if (equals(UPRIGHT)) {
            return rgb;
        }
        int turnedWidth = swapsSides() ? height : width;
        int originX = (a < 0 ? width - 1 : 0) + (c < 0 ? height - 1 : 0);
        int originY = (b < 0 ? width - 1 : 0) + (d < 0 ? height - 1 : 0);
        int step = 3 * (a + b * turnedWidth);
        byte[] turned = new byte[rgb.length];
        int from = 0;
        for (int y = 0; y < height; y++) {
            int to = 3 * ((originY + d * y) * turnedWidth + originX + c * y);
            for (int x = 0; x < width; x++, from += 3, to += step) {
                turned[to] = rgb[from];
                turned[to + 1] = rgb[from + 1];
                turned[to + 2] = rgb[from + 2];
            }
        }
        return turned;
    }
}
