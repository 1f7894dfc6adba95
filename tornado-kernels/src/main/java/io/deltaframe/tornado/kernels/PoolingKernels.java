package io.deltaframe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Pooling: one item a value of the output. */
public final class PoolingKernels {

    private PoolingKernels() { }

    /**
     * Maximum over 3x3 pixels, step 2, padding 1, of values that are not negative, so that the border of zeros never
     * wins.
     *
     * <p>Numbers: 0 values, 1 channels, 2 output columns, 3 output rows, 4 position of the first image's first pixel in
     * the input, border included, 5 and 6 floats to the input's next row and image, 7 to 9 output position, floats to
     * its next row and image.
     *
     * @param context place in the grid
     * @param maps    inputs and outputs
     * @param weights not used
     * @param table   numbers
     * @param step    which
     */
    public static void tdnMaxPool(KernelContext context, FloatArray maps, FloatArray weights, IntArray table,
            int step) {
        int at = step * KernelStep.SIZE;
        int i = context.globalIdx;
        if (i < table.get(at)) {
            int channels = table.get(at + 1);
            int columns = table.get(at + 2);
            int rows = table.get(at + 3);
            int pixel = i / channels;
            int channel = i - pixel * channels;
            int line = pixel / columns;
            int x = pixel - line * columns;
            int image = line / rows;
            int y = line - image * rows;
            int row = table.get(at + 5);
            int from = table.get(at + 4) + image * table.get(at + 6) + 2 * y * row + 2 * x * channels + channel;
            float top = tdnMax3(maps, from, channels);
            float middle = tdnMax3(maps, from + row, channels);
            float bottom = tdnMax3(maps, from + 2 * row, channels);
            maps.set(table.get(at + 7) + y * table.get(at + 8) + image * table.get(at + 9) + x * channels + channel,
                    TornadoMath.max(TornadoMath.max(top, middle), bottom));
        }
    }

    private static float tdnMax3(FloatArray maps, int at, int column) {
        return TornadoMath.max(TornadoMath.max(maps.get(at), maps.get(at + column)), maps.get(at + 2 * column));
    }

    /**
     * Average over 2x2 pixels, step 2; an odd last row or column is left out.
     *
     * <p>Numbers as {@link #tdnMaxPool}, with the input's position inside its border.
     *
     * @param context place in the grid
     * @param maps    inputs and outputs
     * @param weights not used
     * @param table   numbers
     * @param step    which
     */
    public static void tdnAveragePool(KernelContext context, FloatArray maps, FloatArray weights, IntArray table,
            int step) {
        int at = step * KernelStep.SIZE;
        int i = context.globalIdx;
        if (i < table.get(at)) {
            int channels = table.get(at + 1);
            int columns = table.get(at + 2);
            int rows = table.get(at + 3);
            int pixel = i / channels;
            int channel = i - pixel * channels;
            int line = pixel / columns;
            int x = pixel - line * columns;
            int image = line / rows;
            int y = line - image * rows;
            int row = table.get(at + 5);
            int from = table.get(at + 4) + image * table.get(at + 6) + 2 * y * row + 2 * x * channels + channel;
            float sum = maps.get(from) + maps.get(from + channels) + maps.get(from + row)
                    + maps.get(from + row + channels);
            maps.set(table.get(at + 7) + y * table.get(at + 8) + image * table.get(at + 9) + x * channels + channel,
                    0.25f * sum);
        }
    }

    /**
     * Average over the pixels of an image, for maps without border.
     *
     * <p>Numbers: 0 values (images x channels), 1 channels, 2 pixels, 3 input position, 4 output position.
     *
     * @param context place in the grid
     * @param maps    inputs and outputs
     * @param weights not used
     * @param table   numbers
     * @param step    which
     */
    public static void tdnGlobalAveragePool(KernelContext context, FloatArray maps, FloatArray weights, IntArray table,
            int step) {
        int at = step * KernelStep.SIZE;
        int i = context.globalIdx;
        if (i < table.get(at)) {
            int channels = table.get(at + 1);
            int pixels = table.get(at + 2);
            int image = i / channels;
            int from = table.get(at + 3) + image * pixels * channels + i - image * channels;
            float sum = 0;
            for (int p = 0; p < pixels; p++) {
                sum += maps.get(from + p * channels);
            }
            maps.set(table.get(at + 4) + i, sum / pixels);
        }
    }
}
