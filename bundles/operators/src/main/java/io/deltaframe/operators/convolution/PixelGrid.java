package io.deltaframe.operators.convolution;

import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.tile.Tiles;

/**
 * Where a convolution reads and writes: for every output pixel, over all images, the position of its kernel's first
 * input and the position of its output. With these tables stride, border and image ends cost nothing in the inner loop.
 */
public final class PixelGrid {

    /** Tables go on past the last pixel by repeating it, so that a tile may overhang. */
    private static final int OVERHANG = Tiles.MOST_PIXELS;

    /** Number of output pixels. */
    public final int pixels;
    /** Position of the first input of a pixel's kernel. */
    final int[] inBase;
    /** Position of a pixel's first output channel. */
    public final int[] outBase;
    /** Floats from a row of the kernel to the next, in the input. */
    final int inRow;
    /** Floats from a pixel to the next in the input, where they are as many everywhere, else 0. */
    final int distance;

    private PixelGrid(int pixels, int[] inBase, int[] outBase, int inRow) {
        this.pixels = pixels;
        this.inBase = inBase;
        this.outBase = outBase;
        this.inRow = inRow;
        this.distance = distance(pixels, inBase);
    }

    private static int distance(int pixels, int[] inBase) {
        int distance = inBase[1] - inBase[0];
        for (int p = 1; p < pixels; p++) {
            if (inBase[p] - inBase[p - 1] != distance) {
                return 0;
            }
        }
        return distance;
    }

    /**
     * {@return the grid of a product of matrices: pixels in a line}
     *
     * @param pixels    number of pixels
     * @param inStride  floats from a pixel to the next in the input
     * @param outStride floats from a pixel to the next in the output
     */
    public static PixelGrid line(int pixels, int inStride, int outStride) {
        int[] inBase = new int[pixels + OVERHANG];
        int[] outBase = new int[pixels + OVERHANG];
        for (int p = 0; p < inBase.length; p++) {
            inBase[p] = Math.min(p, pixels - 1) * inStride;
            outBase[p] = Math.min(p, pixels - 1) * outStride;
        }
        return new PixelGrid(pixels, inBase, outBase, 0);
    }

    /**
     * {@return the grid of a convolution}
     *
     * @param images  images to go over; 1 where the images lie in arrays of their own
     * @param in      layout of the input; its border must hold the convolution's padding
     * @param out     layout of the output
     * @param stride  of the convolution
     * @param padding of the convolution
     */
    public static PixelGrid of(int images, FeatureMap in, FeatureMap out, int stride, int padding) {
        if (padding > in.pad) {
            throw new IllegalStateException("a padding of " + padding + " does not fit into a border of " + in.pad);
        }
        int pixels = images * out.height * out.width;
        int[] inBase = new int[pixels + OVERHANG];
        int[] outBase = new int[pixels + OVERHANG];
        for (int p = 0; p < inBase.length; p++) {
            int pixel = Math.min(p, pixels - 1);
            int x = pixel % out.width;
            int y = pixel / out.width % out.height;
            int n = pixel / out.width / out.height;
            inBase[p] = in.index(n, y * stride - padding, x * stride - padding);
            outBase[p] = out.index(n, y, x);
        }
        return new PixelGrid(pixels, inBase, outBase, in.rowStride());
    }
}
