package io.deltaframe.operators.convolution;

import static io.deltaframe.operators.convolution.WinogradConvolution.IN;
import static io.deltaframe.operators.convolution.WinogradConvolution.OUT;
import static io.deltaframe.operators.convolution.WinogradConvolution.POINTS;

import io.deltaframe.operators.layout.FeatureMap;

/**
 * Where the tiles of a Winograd convolution read and write. Tables hold the positions of one image; what lies outside
 * reads a pixel of the border, which is zero, and writes nowhere.
 */
public final class WinogradTiling {

    public final FeatureMap in;
    public final FeatureMap out;
    /** Tiles of an image. */
    final int tilesPerImage;
    /** Tiles of all images. */
    public final int tiles;
    /** Floats from a plane of transformed inputs to the next. */
    public final int inputPlane;
    /** Floats from a plane of products to the next. */
    public final int productPlane;
    /** Of each tile the positions of its 36 inputs. */
    final int[] inputs;
    /** Of each tile the positions of its 16 outputs, or -1. */
    final int[] outputs;
    /** Positions in the planes, for the matrix products. */
    public final PixelGrid products;

    /**
     * Lays tiles over maps.
     *
     * @param in  input, with a border
     * @param out output of the same size
     */
    public WinogradTiling(FeatureMap in, FeatureMap out) {
        if (in.pad < 1) {
            throw new IllegalStateException("the input of a Winograd convolution needs a border");
        }
        this.in = in;
        this.out = out;
        int columns = (out.width + OUT - 1) / OUT;
        tilesPerImage = (out.height + OUT - 1) / OUT * columns;
        tiles = tilesPerImage * out.images;
        inputPlane = WinogradScratch.plane(tiles, in.stride);
        productPlane = WinogradScratch.plane(tiles, out.stride);
        products = PixelGrid.line(tiles, in.stride, out.stride);
        inputs = new int[tilesPerImage * POINTS];
        outputs = new int[tilesPerImage * OUT * OUT];
        for (int tile = 0; tile < tilesPerImage; tile++) {
            int top = tile / columns * OUT;
            int left = tile % columns * OUT;
            for (int i = 0; i < POINTS; i++) {
                int y = top + i / IN - 1;
                int x = left + i % IN - 1;
                inputs[tile * POINTS + i] = y < in.height && x < in.width ? in.index(0, y, x) : in.index(0, -1, -1);
            }
            for (int i = 0; i < OUT * OUT; i++) {
                int y = top + i / OUT;
                int x = left + i % OUT;
                outputs[tile * OUT * OUT + i] = y < out.height && x < out.width ? out.index(0, y, x) : -1;
            }
        }
    }
}
