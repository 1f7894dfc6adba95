package io.deltaframe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** From the bytes of a segment, five frames of packed RGB24, to the inputs of both stems. */
public final class InputKernels {

    private InputKernels() { }

    /**
     * Normalises the middle frame: {@code byte * scale + shift}.
     *
     * <p>Numbers: 0 values, 1 columns, 2 position of the frame in the bytes, 3 output position, 4 floats to the
     * output's next row, 5 position of three scales and three shifts in the weights.
     *
     * @param context one item a value
     * @param frames  the segment
     * @param maps    takes the output, three channels
     * @param weights holds scales and shifts
     * @param table   numbers
     * @param step    which
     */
    public static void tdnNormalize(KernelContext context, ByteArray frames, FloatArray maps, FloatArray weights,
            IntArray table,
                                    int step) {
        int at = step * KernelStep.SIZE;
        int i = context.globalIdx;
        if (i < table.get(at)) {
            int floatsInRow = 3 * table.get(at + 1);
            int y = i / floatsInRow;
            int inRow = i - y * floatsInRow;
            int constants = table.get(at + 5) + inRow % 3;
            int value = frames.get(table.get(at + 2) + i) & 0xFF;
            maps.set(table.get(at + 3) + y * table.get(at + 4) + inRow, value * weights.get(constants)
                    + weights.get(constants + 3));
        }
    }

    /**
     * Subtracts each frame from the next and adds up 2x2 pixels; the quarter of the average and the normalisation,
     * whose mean cancels, are in the weights of the difference stem. An odd last row or column is left out.
     *
     * <p>Numbers: 0 values, 1 output columns, 2 columns of a frame, 3 bytes of a frame, 4 output position, 5 floats to
     * the output's next row.
     *
     * @param context one item a value: twelve channels, three colours for each of four differences
     * @param frames  the segment
     * @param maps    takes the output
     * @param weights not used
     * @param table   numbers
     * @param step    which
     */
    public static void tdnFrameDifference(KernelContext context, ByteArray frames, FloatArray maps, FloatArray weights,
                                          IntArray table, int step) {
        int at = step * KernelStep.SIZE;
        int i = context.globalIdx;
        if (i < table.get(at)) {
            int floatsInRow = 12 * table.get(at + 1);
            int y = i / floatsInRow;
            int inRow = i - y * floatsInRow;
            int x = inRow / 12;
            int channel = inRow - 12 * x;
            int frame = channel / 3;
            int colour = channel - 3 * frame;
            int bytesInRow = 3 * table.get(at + 2);
            int bytesInFrame = table.get(at + 3);
            int before = frame * bytesInFrame + 2 * y * bytesInRow + 6 * x + colour;
            int after = before + bytesInFrame;
            maps.set(table.get(at + 4) + y * table.get(at + 5) + inRow,
                    tdnSquare(frames, after, bytesInRow) - tdnSquare(frames, before, bytesInRow));
        }
    }

    /**
     * As a float, because what TornadoVM masks becomes unsigned, and a difference of such numbers is never negative.
     */
    private static float tdnSquare(ByteArray frames, int at, int row) {
        return (float) ((frames.get(at) & 0xFF) + (frames.get(at + 3) & 0xFF) + (frames.get(at + row) & 0xFF)
                + (frames.get(at + row + 3) & 0xFF));
    }
}
