package io.deltaframe.live.gate;

import io.deltaframe.api.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The mean brightness of the cells of a picture. */
public final class LumaCells {

    /** Cells a side. */
    public static final int SIDE = 32;

    private LumaCells() { }

    /**
     * {@return brightness of each cell, 0 to 255, row by row: {@link #SIDE} rows of as many. Where a frame has fewer
     * pixels a side than that, cells share pixels}
     *
     * @param frame of any size
     */
    public static float[] of(Frame frame) {
        int width = frame.width();
        int height = frame.height();
        ByteBuffer pixels = frame.rgb();
        byte[] row = new byte[3 * width];
        int[] sums = new int[SIDE];
        float[] cells = new float[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            int top = y * height / SIDE;
            int bottom = Math.max(top + 1, (y + 1) * height / SIDE);
            Arrays.fill(sums, 0);
            for (int line = top; line < bottom; line++) {
                pixels.get(line * row.length, row);
                add(row, width, sums);
            }
            for (int x = 0; x < SIDE; x++) {
                int across = Math.max(x * width / SIDE + 1, (x + 1) * width / SIDE) - x * width / SIDE;
                cells[y * SIDE + x] = sums[x] / (4f * across * (bottom - top));
            }
        }
        return cells;
    }

    /** Adds four times the brightness of a line's pixels to the sums of their cells. */
    private static void add(byte[] row, int width, int[] sums) {
        for (int x = 0; x < SIDE; x++) {
            int from = 3 * (x * width / SIDE);
            int to = 3 * Math.max(x * width / SIDE + 1, (x + 1) * width / SIDE);
            int sum = 0;
            for (int i = from; i < to; i += 3) {
                // Near enough to (0.30, 0.59, 0.11)
                sum += (row[i] & 0xFF) + 2 * (row[i + 1] & 0xFF) + (row[i + 2] & 0xFF);
            }
            sums[x] += sum;
        }
    }
}
