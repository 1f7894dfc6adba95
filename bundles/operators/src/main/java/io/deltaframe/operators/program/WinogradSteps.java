package io.deltaframe.operators.program;

import static io.deltaframe.operators.convolution.WinogradConvolution.POINTS;

import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.convolution.PixelGrid;
import io.deltaframe.operators.convolution.WinogradConvolution;
import io.deltaframe.operators.convolution.WinogradScratch;
import io.deltaframe.operators.convolution.WinogradTiling;
import io.deltaframe.operators.convolution.WinogradTransform;
import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.tile.Im2colBuffer;

/**
 * Appends a Winograd convolution to a program, in one of two orders. Where the weights fit into the second-level cache
 * (64 channels: 590 KB), each task takes some tiles all the way, so that what lies between stays in the cache too. Else
 * there are three steps over all tiles, and the weights of each point are read once: they are the larger part.
 */
public final class WinogradSteps {

    /** Floats of weights up to which a task takes its tiles all the way: 640 KB of a cache of 1 MB. */
    private static final int RESIDENT_WEIGHTS = 160 * 1024;

    /** Tiles taken all the way at once: with 64 channels transformed inputs and products are 110 KB each. */
    private static final int TILES = 12;

    private static final int TILES_PER_TRANSFORM = 4;

    /** Floats of transformed inputs of a point that stay in the cache while the point's weights go over them. */
    private static final int INPUT_FLOATS = 96 * 1024;

    private WinogradSteps() { }

    /**
     * Appends a convolution.
     *
     * @param program     the program
     * @param convolution the convolution
     * @param in          input, with a border
     * @param out         output
     */
    public static void append(Program program, WinogradConvolution convolution, FeatureMap in, FeatureMap out) {
        WinogradTiling tiling = new WinogradTiling(in, out);
        WinogradScratch scratch = program.winogradScratch();
        if (POINTS * in.stride * out.stride <= RESIDENT_WEIGHTS) {
            scratch.requireOwn(TILES, in.stride, out.stride);
            program.add(new FusedTiles(convolution, tiling, scratch, program.im2col()));
        } else {
            scratch.requireCommon(tiling.tiles, in.stride, out.stride);
            program.add(new Inputs(tiling, scratch));
            program.add(new Products(convolution, tiling, scratch, program.im2col()));
            program.add(new Outputs(convolution, tiling, scratch));
        }
    }

    /** The products of a point: tiles x channels in times channels in x channels out. */
    private static void multiply(PackedConvolution weights, float[] inputs, int inputAt, PixelGrid grid, int from,
            int to, float[] products, int productAt, Im2colBuffer.ThreadBuffer buffer) {
        weights.run(inputs, inputAt, grid, from, to, 0, weights.blocks(), products, grid.outBase, from, productAt,
                false, buffer);
    }

    private record FusedTiles(WinogradConvolution convolution, WinogradTiling tiling, WinogradScratch scratch,
            Im2colBuffer im2col, PixelGrid grid, PixelGrid lastGrid, int inputPlane, int productPlane) implements Step {

        FusedTiles(WinogradConvolution convolution, WinogradTiling tiling, WinogradScratch scratch,
                Im2colBuffer im2col) {
            this(convolution, tiling, scratch, im2col, PixelGrid.line(TILES, tiling.in.stride, tiling.out.stride),
                    PixelGrid.line((tiling.tiles - 1) % TILES + 1, tiling.in.stride, tiling.out.stride),
                    WinogradScratch.plane(TILES, tiling.in.stride), WinogradScratch.plane(TILES, tiling.out.stride));
        }

        @Override
        public int tasks() {
            return (tiling.tiles + TILES - 1) / TILES;
        }

        @Override
        public void run(int task, int slot) {
            int first = task * TILES;
            int count = Math.min(TILES, tiling.tiles - first);
            PixelGrid tiles = count == TILES ? grid : lastGrid;
            float[] data = scratch.data();
            int inputs = scratch.inputs(slot);
            int products = scratch.products(slot);
            for (int i = 0; i < count; i++) {
                WinogradTransform.input(tiling, first + i, data, inputs + i * tiling.in.stride, inputPlane,
                        scratch.transform(slot));
            }
            for (int point = 0; point < POINTS; point++) {
                multiply(convolution.points[point], data, inputs + point * inputPlane, tiles, 0, count,
                        data, products + point * productPlane, im2col.of(slot));
            }
            for (int i = 0; i < count; i++) {
                WinogradTransform.output(tiling, first + i, data, products + i * tiling.out.stride, productPlane,
                        convolution.bias, scratch.transform(slot));
            }
        }
    }

    private record Inputs(WinogradTiling tiling, WinogradScratch scratch) implements Step {

        @Override
        public int tasks() {
            return (tiling.tiles + TILES_PER_TRANSFORM - 1) / TILES_PER_TRANSFORM;
        }

        @Override
        public void run(int task, int slot) {
            int to = Math.min((task + 1) * TILES_PER_TRANSFORM, tiling.tiles);
            for (int tile = task * TILES_PER_TRANSFORM; tile < to; tile++) {
                WinogradTransform.input(tiling, tile, scratch.data(), scratch.inputs() + tile * tiling.in.stride,
                        tiling.inputPlane, scratch.transform(slot));
            }
        }
    }

    private record Products(WinogradConvolution convolution, WinogradTiling tiling, WinogradScratch scratch,
            Im2colBuffer im2col, int chunk, int chunks) implements Step {

        Products(WinogradConvolution convolution, WinogradTiling tiling, WinogradScratch scratch, Im2colBuffer im2col) {
            this(convolution, tiling, scratch, im2col, chunk(convolution, tiling));
        }

        private Products(WinogradConvolution convolution, WinogradTiling tiling, WinogradScratch scratch,
                Im2colBuffer im2col, int chunk) {
            this(convolution, tiling, scratch, im2col, chunk, (tiling.tiles + chunk - 1) / chunk);
        }

        private static int chunk(WinogradConvolution convolution, WinogradTiling tiling) {
            int step = convolution.points[0].pixelsPerTile();
            int parts = Math.ceilDiv(tiling.tiles, Math.max(step, INPUT_FLOATS / tiling.in.stride));
            return Math.ceilDiv(Math.ceilDiv(tiling.tiles, parts), step) * step;
        }

        @Override
        public int tasks() {
            return POINTS * chunks;
        }

        @Override
        public void run(int task, int slot) {
            int point = task / chunks;
            int from = task % chunks * chunk;
            multiply(convolution.points[point], scratch.data(), scratch.inputs() + point * tiling.inputPlane,
                    tiling.products, from, Math.min(from + chunk, tiling.tiles), scratch.data(),
                    scratch.products() + point * tiling.productPlane, im2col.of(slot));
        }
    }

    private record Outputs(WinogradConvolution convolution, WinogradTiling tiling, WinogradScratch scratch)
            implements Step {

        @Override
        public int tasks() {
            return (tiling.tiles + TILES_PER_TRANSFORM - 1) / TILES_PER_TRANSFORM;
        }

        @Override
        public void run(int task, int slot) {
            int to = Math.min((task + 1) * TILES_PER_TRANSFORM, tiling.tiles);
            for (int tile = task * TILES_PER_TRANSFORM; tile < to; tile++) {
                WinogradTransform.output(tiling, tile, scratch.data(), scratch.products() + tile * tiling.out.stride,
                        tiling.productPlane, convolution.bias, scratch.transform(slot));
            }
        }
    }
}
