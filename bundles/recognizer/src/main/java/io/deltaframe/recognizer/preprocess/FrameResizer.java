package io.deltaframe.recognizer.preprocess;

import io.deltaframe.api.Frame;
import io.deltaframe.api.View;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Resizes frames of one size with Pillow's antialiased bilinear filter, byte for byte, and cuts crops out of the
 * result. Only the columns and rows that some crop shows are computed and kept, packed together: an output pixel of
 * this filter depends on its own weights only. As in Pillow the horizontal pass comes first, is rounded to bytes, and
 * covers only the rows that the vertical pass needs; an axis that keeps its length is copied.
 *
 * <p>Both passes are the same weighted sums of rows ({@link RowSums}): for the horizontal one the frame is turned on
 * its side and back, which takes less time than sums across a row.
 *
 * <p>The weights are computed once. Holds scratch memory: for one thread at a time.
 */
final class FrameResizer {

    /**
     * Rows turned on their side at a time, so that they stay in a core's own cache until summed: a fifth faster than
     * all at once.
     */
    private static final int STRIP = 64;

    private final int width;
    private final int height;
    private final Cropping cropping;
    private final int resizedWidth;
    private final int resizedHeight;
    private final int[] columns;
    private final int[] rows;
    private final BilinearFilter horizontal;
    private final BilinearFilter vertical;
    private final int inputRows;
    private final byte[] onSide;
    private final byte[] narrowedOnSide;
    private final byte[] narrowed;
    private final RowSums sums;

    /**
     * Prepares for frames of a size.
     *
     * @param width    pixels a row
     * @param height   rows
     * @param cropping which squares are wanted
     * @param sums     to resize with; used by nobody else at the time
     */
    FrameResizer(int width, int height, Cropping cropping, RowSums sums) {
        this.width = width;
        this.height = height;
        this.cropping = cropping;
        this.sums = sums;
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
        this.horizontal = new BilinearFilter(width, resizedWidth, columns);
        this.vertical = new BilinearFilter(height, resizedHeight, rows);
        this.inputRows = vertical.inputEnd() - vertical.inputBegin();
        int strip = horizontal.isCopy() ? 0 : Math.min(STRIP, inputRows);
        this.onSide = new byte[Math.multiplyExact(3 * (horizontal.inputEnd() - horizontal.inputBegin()), strip)];
        this.narrowed = new byte[Math.multiplyExact(3 * columns.length, inputRows)];
        this.narrowedOnSide = new byte[3 * columns.length * strip];
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
        ByteBuffer rgb = frame.rgb().order(ByteOrder.LITTLE_ENDIAN);
        int from = 3 * (vertical.inputBegin() * width + horizontal.inputBegin());
        if (horizontal.isCopy()) {
            copyColumns(rgb, from);
        } else {
            narrow(rgb, from);
        }
        return flatten();
    }

    private void copyColumns(ByteBuffer rgb, int from) {
        int begin = horizontal.inputBegin();
        for (int y = 0, to = 0; y < inputRows; y++) {
            for (int column : columns) {
                rgb.get(from + 3 * (y * width + column - begin), narrowed, to, 3);
                to += 3;
            }
        }
    }

    private void narrow(ByteBuffer rgb, int from) {
        int begin = horizontal.inputBegin();
        int inputColumns = 3 * (horizontal.inputEnd() - begin);
        int pitch = 3 * columns.length;
        for (int strip = 0; strip < inputRows; strip += STRIP) {
            int length = Math.min(STRIP, inputRows - strip);
            Transposition.transpose(rgb, from + 3 * width * strip, 3 * width, length, inputColumns,
                    littleEndian(onSide), 0);
            for (int i = 0, to = 0; i < columns.length; i++) {
                for (int channel = 0; channel < 3; channel++, to += length) {
                    sums.sum(onSide, (3 * (horizontal.first()[i] - begin) + channel) * length, 3 * length,
                            horizontal.weights(), i * horizontal.taps(), horizontal.count()[i], narrowedOnSide, to,
                            length);
                }
            }
            Transposition.transpose(littleEndian(narrowedOnSide), 0, length, pitch, length, littleEndian(narrowed),
                    strip * pitch);
        }
    }

    private byte[] flatten() {
        int pitch = 3 * columns.length;
        byte[] resized = new byte[pitch * rows.length];
        for (int i = 0; i < rows.length; i++) {
            int from = (vertical.first()[i] - vertical.inputBegin()) * pitch;
            if (vertical.isCopy()) {
                System.arraycopy(narrowed, from, resized, i * pitch, pitch);
            } else {
                sums.sum(narrowed, from, pitch, vertical.weights(), i * vertical.taps(), vertical.count()[i], resized,
                        i * pitch, pitch);
            }
        }
        return resized;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
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
