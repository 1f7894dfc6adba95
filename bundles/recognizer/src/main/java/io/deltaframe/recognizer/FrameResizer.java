package io.deltaframe.recognizer;

import io.deltaframe.api.Frame;
import io.deltaframe.api.View;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Resizes frames of one size with Pillow's antialiased bilinear filter, byte for byte, and cuts crops out of the result. Only
 * the columns and rows that some crop shows are computed and kept, packed together: an output pixel of this filter depends on
 * its own weights only. As in Pillow the horizontal pass comes first, is rounded to bytes, and covers only the rows that the
 * vertical pass needs; an axis that keeps its length is copied.
 *
 * <p>The weights are computed once. Holds scratch memory: for one thread at a time.
 */
final class FrameResizer {

    /** {@link Resampling#HALF} for each of two rows. */
    private static final long HALVES = Resampling.HALF | (long) Resampling.HALF << 32;

    private final int width;
    private final int height;
    private final Cropping cropping;
    private final int resizedWidth;
    private final int resizedHeight;
    private final int[] columns;
    private final int[] rows;
    private final Resampling horizontal;
    private final Resampling vertical;
    private final byte[] upper;
    private final byte[] lower;
    private final long[] pairs;
    private final byte[] narrowed;
    private final int[] sums;

    /**
     * Prepares for frames of a size.
     *
     * @param width    pixels a row
     * @param height   rows
     * @param cropping which squares are wanted
     */
    FrameResizer(int width, int height, Cropping cropping) {
        this.width = width;
        this.height = height;
        this.cropping = cropping;
        this.resizedWidth = cropping.resizedWidth(width, height);
        this.resizedHeight = cropping.resizedHeight(width, height);
        BitSet shown = new BitSet();
        for (View.Crop crop : cropping.crops()) {
            int left = cropping.left(crop, resizedWidth);
            shown.set(Math.max(0, left), Math.min(resizedWidth, left + cropping.size()));
        }
        this.columns = shown.stream().toArray();
        int top = cropping.top(resizedHeight);
        shown.clear();
        shown.set(Math.max(0, top), Math.min(resizedHeight, top + cropping.size()));
        this.rows = shown.stream().toArray();
        this.horizontal = new Resampling(width, resizedWidth, columns);
        this.vertical = new Resampling(height, resizedHeight, rows);
        this.upper = new byte[3 * (horizontal.inputEnd() - horizontal.inputBegin())];
        this.lower = new byte[upper.length];
        this.pairs = new long[upper.length];
        this.narrowed = new byte[Math.multiplyExact(3 * columns.length, vertical.inputEnd() - vertical.inputBegin())];
        this.sums = new int[3 * columns.length];
    }

    /**
     * {@return whether this is the resizer for frames of a size}
     *
     * @param width  pixels a row
     * @param height rows
     */
    boolean fits(int width, int height) {
        return this.width == width && this.height == height;
    }

    /**
     * Resizes a frame.
     *
     * @param frame of the size this was made for
     * @return the pixels that crops show, packed; for {@link #cut}
     */
    byte[] resize(Frame frame) {
        ByteBuffer rgb = frame.rgb();
        int begin = horizontal.inputBegin();
        int pitch = 3 * columns.length;
        int end = vertical.inputEnd();
        for (int y = vertical.inputBegin(), to = 0; y < end; y += 2, to += 2 * pitch) {
            // Rows go in pairs; an odd last one is its own partner
            int next = Math.min(y + 1, end - 1);
            rgb.get(3 * (y * width + begin), upper);
            rgb.get(3 * (next * width + begin), lower);
            int toNext = to + (next - y) * pitch;
            if (horizontal.isCopy()) {
                copyColumns(upper, to);
                copyColumns(lower, toNext);
            } else {
                narrow(begin, to, toNext);
            }
        }
        byte[] resized = new byte[pitch * rows.length];
        for (int i = 0; i < rows.length; i++) {
            int from = (vertical.first()[i] - vertical.inputBegin()) * pitch;
            if (vertical.isCopy()) {
                System.arraycopy(narrowed, from, resized, i * pitch, pitch);
            } else {
                int w = i * vertical.taps();
                sumRows(narrowed, from, vertical.weights(), w, w + vertical.count()[i], sums, resized, i * pitch);
            }
        }
        return resized;
    }

    private void copyColumns(byte[] source, int to) {
        int begin = horizontal.inputBegin();
        for (int i = 0; i < columns.length; i++) {
            int p = 3 * (columns[i] - begin);
            narrowed[to + 3 * i] = source[p];
            narrowed[to + 3 * i + 1] = source[p + 1];
            narrowed[to + 3 * i + 2] = source[p + 2];
        }
    }

    /**
     * The horizontal pass over two rows at once, one in each half of a long: sums stay below 2^31, so the lower one never reaches
     * into the upper. Half the multiplications took two thirds of the time.
     */
    private void narrow(int begin, int to, int toNext) {
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = upper[i] & 0xffL | (lower[i] & 0xffL) << 32;
        }
        int[] weights = horizontal.weights();
        int[] first = horizontal.first();
        int[] count = horizontal.count();
        int taps = horizontal.taps();
        for (int i = 0, o = 0; i < first.length; i++, o += 3) {
            long r = HALVES;
            long g = HALVES;
            long b = HALVES;
            int p = 3 * (first[i] - begin);
            int end = i * taps + count[i];
            for (int w = i * taps; w < end; w++, p += 3) {
                long weight = weights[w];
                r += pairs[p] * weight;
                g += pairs[p + 1] * weight;
                b += pairs[p + 2] * weight;
            }
            narrowed[to + o] = (byte) ((int) r >> Resampling.PRECISION_BITS);
            narrowed[to + o + 1] = (byte) ((int) g >> Resampling.PRECISION_BITS);
            narrowed[to + o + 2] = (byte) ((int) b >> Resampling.PRECISION_BITS);
            narrowed[toNext + o] = (byte) (r >> 32 + Resampling.PRECISION_BITS);
            narrowed[toNext + o + 1] = (byte) (g >> 32 + Resampling.PRECISION_BITS);
            narrowed[toNext + o + 2] = (byte) (b >> 32 + Resampling.PRECISION_BITS);
        }
    }

    /** One output row from the rows below {@code from}: plain loops along the row, which the compiler turns into vectors. */
    private static void sumRows(byte[] source, int from, int[] weights, int w, int end, int[] sums, byte[] into, int to) {
        Arrays.fill(sums, Resampling.HALF);
        for (int row = from; w < end; w++, row += sums.length) {
            int weight = weights[w];
            for (int i = 0; i < sums.length; i++) {
                sums[i] += (source[row + i] & 0xff) * weight;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            into[to + i] = (byte) (sums[i] >> Resampling.PRECISION_BITS);
        }
    }

    /**
     * Cuts a crop out of a resized frame: {@code size x size} pixels of RGB24, black where the frame does not reach.
     *
     * @param resized what {@link #resize} gave
     * @param crop    one of the cropping's crops
     * @param into    where the pixels go
     * @param offset  at which they start
     */
    void cut(byte[] resized, View.Crop crop, byte[] into, int offset) {
        int size = cropping.size();
        int left = cropping.left(crop, resizedWidth);
        int top = cropping.top(resizedHeight);
        int begin = Math.max(0, left);
        int length = 3 * (Math.min(resizedWidth, left + size) - begin);
        int from = 3 * Arrays.binarySearch(columns, begin);
        if (length < 3 * size || rows.length < size) {
            Arrays.fill(into, offset, offset + 3 * size * size, (byte) 0);
        }
        int indent = 3 * (begin - left);
        for (int row : rows) {
            System.arraycopy(resized, from, into, offset + 3 * size * (row - top) + indent, length);
            from += 3 * columns.length;
        }
    }
}
