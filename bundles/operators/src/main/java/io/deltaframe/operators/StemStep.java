package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** A stem over one image whose channels are not padded. */
final class StemStep implements Step {

    /** Tasks there should be, so that a handful of threads ends together. */
    private static final int TASKS = 48;

    private final StemConvolution stem;
    private final FeatureMap in;
    private final FeatureMap out;
    private final PixelGrid pixels;
    private final PixelGrid windows;
    private final int tile;
    private final int chunk;
    private final float[][] scratch;

    /**
     * Binds the step.
     *
     * @param stem  the stem
     * @param in    {@linkplain FeatureMap#dense dense}, with a border of the stem's padding
     * @param out   output
     * @param slots threads that may work on it
     */
    StemStep(StemConvolution stem, FeatureMap in, FeatureMap out, int slots) {
        this.stem = stem;
        this.in = in;
        this.out = out;
        this.pixels = PixelGrid.of(in.images, in, out, stem.stride, stem.padding);
        this.tile = stem.product.pixelsPerTile();
        this.windows = PixelGrid.line(tile, stem.depth, 0);
        this.chunk = Math.ceilDiv(Math.ceilDiv(pixels.pixels, TASKS), tile) * tile;
        // Rows of windows are copied by whole vectors, two at least: the last one goes past the end
        this.scratch = new float[slots][tile * stem.depth + 2 * L];
    }

    /**
     * {@return the map a stem writes}
     *
     * @param stem the stem
     * @param in   its input
     * @param pad  border of the map
     */
    static FeatureMap outputOf(StemConvolution stem, FeatureMap in, int pad) {
        int lost = 2 * stem.padding - stem.kernel;
        return new FeatureMap(in.images, (in.height + lost) / stem.stride + 1, (in.width + lost) / stem.stride + 1, stem.outChannels,
                pad);
    }

    @Override
    public int tasks() {
        return Math.ceilDiv(pixels.pixels, chunk);
    }

    @Override
    public void run(int task, int slot) {
        float[] gathered = scratch[slot];
        int to = Math.min((task + 1) * chunk, pixels.pixels);
        for (int t = task * chunk; t < to; t += tile) {
            for (int p = 0; p < tile; p++) {
                gather(in.data, pixels.inBase[t + p], pixels.inRow, gathered, p * stem.depth, stem.kernel, stem.row);
            }
            stem.product.run(gathered, 0, windows, 0, tile, 0, stem.product.blocks(), out.data, pixels.outBase, t, 0, true);
        }
    }

    /** Two vectors a row at least: rows of 21 floats are no more with AVX-512, and a loop over two costs more than the copying. */
    private static void gather(float[] in, int from, int inRow, float[] to, int at, int rows, int row) {
        for (int ky = 0; ky < rows; ky++) {
            int source = from + ky * inRow;
            int target = at + ky * row;
            FloatVector first = FloatVector.fromArray(SPECIES, in, source);
            FloatVector second = FloatVector.fromArray(SPECIES, in, source + L);
            first.intoArray(to, target);
            second.intoArray(to, target + L);
            for (int i = 2 * L; i < row; i += L) {
                FloatVector.fromArray(SPECIES, in, source + i).intoArray(to, target + i);
            }
        }
    }
}
