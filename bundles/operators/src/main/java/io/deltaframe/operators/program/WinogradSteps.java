package io.deltaframe.operators.program;

import static io.deltaframe.operators.convolution.WinogradConvolution.POINTS;

import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.convolution.PixelGrid;
import io.deltaframe.operators.convolution.WinogradConvolution;
import io.deltaframe.operators.convolution.WinogradRoom;
import io.deltaframe.operators.convolution.WinogradTiling;
import io.deltaframe.operators.convolution.WinogradTransform;
import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.tile.GatherRoom;

/**
 * Appends a Winograd convolution to a program, in one of two orders. Where the weights fit into the second-level cache (64
 * channels: 590 KB), each task takes some tiles all the way, so that what lies between stays in the cache too. Else there are three
 * steps over all tiles, and the weights of each point are read once: they are the larger part.
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
        WinogradRoom room = program.winogradRoom();
        if (POINTS * in.stride * out.stride <= RESIDENT_WEIGHTS) {
            room.requireOwn(TILES, in.stride, out.stride);
            program.add(new AllTheWay(convolution, tiling, room, program.gatherRoom()));
        } else {
            room.requireCommon(tiling.tiles, in.stride, out.stride);
            program.add(new Inputs(tiling, room));
            program.add(new Products(convolution, tiling, room, program.gatherRoom()));
            program.add(new Outputs(convolution, tiling, room));
        }
    }

    /** The products of a point: tiles x channels in times channels in x channels out. */
    private static void multiply(PackedConvolution weights, float[] inputs, int inputAt, PixelGrid grid, int from, int to,
                                 float[] products, int productAt, GatherRoom.Desk desk) {
        weights.run(inputs, inputAt, grid, from, to, 0, weights.blocks(), products, grid.outBase, from, productAt, false, desk);
    }

    private record AllTheWay(WinogradConvolution convolution, WinogradTiling tiling, WinogradRoom room, GatherRoom gathering,
                             PixelGrid grid, PixelGrid lastGrid, int inputPlane, int productPlane) implements Step {

        AllTheWay(WinogradConvolution convolution, WinogradTiling tiling, WinogradRoom room, GatherRoom gathering) {
            this(convolution, tiling, room, gathering, PixelGrid.line(TILES, tiling.in.stride, tiling.out.stride),
                    PixelGrid.line((tiling.tiles - 1) % TILES + 1, tiling.in.stride, tiling.out.stride),
                    WinogradRoom.plane(TILES, tiling.in.stride), WinogradRoom.plane(TILES, tiling.out.stride));
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
            float[] data = room.data();
            int inputs = room.inputs(slot);
            int products = room.products(slot);
            for (int i = 0; i < count; i++) {
                WinogradTransform.input(tiling, first + i, data, inputs + i * tiling.in.stride, inputPlane, room.scratch(slot));
            }
            for (int point = 0; point < POINTS; point++) {
                multiply(convolution.points[point], data, inputs + point * inputPlane, tiles, 0, count,
                        data, products + point * productPlane, gathering.of(slot));
            }
            for (int i = 0; i < count; i++) {
                WinogradTransform.output(tiling, first + i, data, products + i * tiling.out.stride, productPlane,
                        convolution.bias, room.scratch(slot));
            }
        }
    }

    private record Inputs(WinogradTiling tiling, WinogradRoom room) implements Step {

        @Override
        public int tasks() {
            return (tiling.tiles + TILES_PER_TRANSFORM - 1) / TILES_PER_TRANSFORM;
        }

        @Override
        public void run(int task, int slot) {
            int to = Math.min((task + 1) * TILES_PER_TRANSFORM, tiling.tiles);
            for (int tile = task * TILES_PER_TRANSFORM; tile < to; tile++) {
                WinogradTransform.input(tiling, tile, room.data(), room.inputs() + tile * tiling.in.stride, tiling.inputPlane,
                        room.scratch(slot));
            }
        }
    }

    private record Products(WinogradConvolution convolution, WinogradTiling tiling, WinogradRoom room, GatherRoom gathering, int chunk,
                            int chunks)
            implements Step {

        Products(WinogradConvolution convolution, WinogradTiling tiling, WinogradRoom room, GatherRoom gathering) {
            this(convolution, tiling, room, gathering, chunk(convolution, tiling));
        }

        private Products(WinogradConvolution convolution, WinogradTiling tiling, WinogradRoom room, GatherRoom gathering, int chunk) {
            this(convolution, tiling, room, gathering, chunk, (tiling.tiles + chunk - 1) / chunk);
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
            multiply(convolution.points[point], room.data(), room.inputs() + point * tiling.inputPlane, tiling.products, from,
                    Math.min(from + chunk, tiling.tiles), room.data(), room.products() + point * tiling.productPlane,
                    gathering.of(slot));
        }
    }

    private record Outputs(WinogradConvolution convolution, WinogradTiling tiling, WinogradRoom room) implements Step {

        @Override
        public int tasks() {
            return (tiling.tiles + TILES_PER_TRANSFORM - 1) / TILES_PER_TRANSFORM;
        }

        @Override
        public void run(int task, int slot) {
            int to = Math.min((task + 1) * TILES_PER_TRANSFORM, tiling.tiles);
            for (int tile = task * TILES_PER_TRANSFORM; tile < to; tile++) {
                WinogradTransform.output(tiling, tile, room.data(), room.products() + tile * tiling.out.stride, tiling.productPlane,
                        convolution.bias, room.scratch(slot));
            }
        }
    }
}
