package io.deltaframe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Joining paths, sizes and segments: one item a value of the output. */
public final class FusionKernels {

    private FusionKernels() { }

    /**
     * Fuses the short-term branch into the RGB path: {@code alpha * rgb + beta * nearest(branch)}. No map has a border.
     *
     * <p>Numbers: 0 values, 1 channels, 2 columns, 3 rows, 4 position of the RGB path, 5 position of the branch, 6 its
     * columns, 7 its floats an image, 8 position of alpha and beta in the weights. List: for each row the branch's
     * nearest row, for each column its nearest column, for each image the output's position.
     *
     * @param context place in the grid
     * @param maps    inputs and outputs
     * @param weights holds alpha and beta
     * @param table   numbers
     * @param step    which
     */
    public static void tdnFuse(KernelContext context, FloatArray maps, FloatArray weights, IntArray table, int step) {
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
            int list = table.get(at + KernelStep.LIST);
            int nearest = table.get(list + y) * table.get(at + 6) + table.get(list + rows + x);
            float branch = maps.get(table.get(at + 5) + image * table.get(at + 7) + nearest * channels + channel);
            float rgb = maps.get(table.get(at + 4) + i);
            int shares = table.get(at + 8);
            int inImage = i - image * rows * columns * channels;
            maps.set(table.get(list + rows + columns + image) + inImage, weights.get(shares) * rgb
                    + weights.get(shares + 1) * branch);
        }
    }

    /**
     * Brings maps to a larger size by nearest neighbour. No map has a border.
     *
     * <p>Numbers: 0 values, 1 channels, 2 columns, 3 rows, 4 input position, 5 its columns, 6 its floats an image, 7
     * output position. List: for each row the input's nearest row, for each column its nearest column.
     *
     * @param context place in the grid
     * @param maps    inputs and outputs
     * @param weights not used
     * @param table   numbers
     * @param step    which
     */
    public static void tdnUpsample(KernelContext context, FloatArray maps, FloatArray weights, IntArray table,
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
            int list = table.get(at + KernelStep.LIST);
            int nearest = table.get(list + y) * table.get(at + 5) + table.get(list + rows + x);
            maps.set(table.get(at + 7) + i, maps.get(table.get(at + 4) + image * table.get(at + 6) + nearest * channels
                    + channel));
        }
    }

    /**
     * Brings images that lie anywhere one behind the other.
     *
     * <p>Numbers: 0 values, 1 floats an image, 2 output position. List: for each image the input's position.
     *
     * @param context place in the grid
     * @param maps    inputs and outputs
     * @param weights not used
     * @param table   numbers
     * @param step    which
     */
    public static void tdnGather(KernelContext context, FloatArray maps, FloatArray weights, IntArray table, int step) {
        int at = step * KernelStep.SIZE;
        int i = context.globalIdx;
        if (i < table.get(at)) {
            int floats = table.get(at + 1);
            int image = i / floats;
            int from = table.get(table.get(at + KernelStep.LIST) + image) + i - image * floats;
            maps.set(table.get(at + 2) + i, maps.get(from));
        }
    }
}
