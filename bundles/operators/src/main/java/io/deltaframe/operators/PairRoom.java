package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * A thread's room for what {@link PairTiles} read and write: the inputs of a tile's pixels, two a {@code double} so that one broadcast
 * brings both, and the sums. They are never calculated with as doubles: copies and broadcasts keep their bits.
 */
final class PairRoom {

    /** Inputs of a pixel gathered at once, at most; longer runs go in parts. */
    static final int DEPTH = 288;

    /** Doubles from a pixel to the next: 20 cache lines spread the pixels of a tile evenly over the sets of the first-level cache. */
    static final int STRIDE = (DEPTH + 32) / 2;

    private static final VectorMask<Float> ODD = VectorMask.fromLong(SPECIES, 0xAAAAAAAAAAAAAAAAL);
    private static final VectorMask<Float> FIRST_HALF = VectorMask.fromLong(SPECIES, (1L << L / 2) - 1);
    private static final VectorShuffle<Float> EVENS = VectorShuffle.fromOp(SPECIES, i -> 2 * i % L);

    final double[] inputs = new double[PairTiles.HALF * STRIDE];
    final float[] sums = new float[2 * PairTiles.WHOLE * L];

    /**
     * Copies the inputs of some pixels, by pairs of vectors.
     *
     * @param in     the input
     * @param inBase positions of pixels
     * @param first  the first pixel in that table
     * @param pixels how many
     * @param offset added to positions
     * @param length floats of each, at most {@link #DEPTH}
     */
    void gather(float[] in, int[] inBase, int first, int pixels, int offset, int length) {
        int steps = Math.ceilDiv(length, 2 * L);
        double[] to = inputs;
        for (int p = 0; p < pixels; p++) {
            int from = inBase[first + p] + offset;
            for (int i = 0; i < steps; i++) {
                FloatVector one = FloatVector.fromArray(SPECIES, in, from + i * (2 * L));
                FloatVector two = FloatVector.fromArray(SPECIES, in, from + i * (2 * L) + L);
                one.reinterpretAsDoubles().intoArray(to, p * STRIDE + i * L);
                two.reinterpretAsDoubles().intoArray(to, p * STRIDE + i * L + L / 2);
            }
        }
    }

    /**
     * Adds the sums of {@link PairTiles#whole8} to start values, {@code out = max(floor, init + sum)}: those of channels 0, 2, 4 come
     * from the first vector of a pixel, those of channels 1, 3, 5 from the second.
     *
     * @param pixels     how many: one that the grid repeats must not be added to twice
     * @param init       start values
     * @param initBase   their positions
     * @param i          place of the first in that table
     * @param initOffset added to these positions
     * @param out        the output
     * @param outBase    its positions
     * @param u          place of the first in that table
     * @param outOffset  added to these positions
     * @param floor      least result
     */
    void finishWhole(int pixels, float[] init, int[] initBase, int i, int initOffset, float[] out, int[] outBase, int u, int outOffset,
                     float floor) {
        for (int p = 0; p < pixels; p++) {
            FloatVector a = FloatVector.fromArray(SPECIES, sums, p * 2 * L);
            FloatVector b = FloatVector.fromArray(SPECIES, sums, p * 2 * L + L);
            FloatVector evens = a.add(a.reinterpretAsLongs().lanewise(LSHR, 32).reinterpretAsFloats());
            FloatVector odds = b.add(b.reinterpretAsLongs().lanewise(LSHL, 32).reinterpretAsFloats());
            FloatVector sum = evens.blend(odds, ODD).add(FloatVector.fromArray(SPECIES, init, initBase[i + p] + initOffset));
            sum.blend(floor, sum.compare(LT, floor)).intoArray(out, outBase[u + p] + outOffset);
        }
    }

    /** The same for the sums of {@link PairTiles#half12}, of the first half of the channels; the others are padding. */
    void finishHalf(int pixels, float[] init, int[] initBase, int i, int initOffset, float[] out, int[] outBase, int u, int outOffset,
                    float floor) {
        for (int p = 0; p < pixels; p++) {
            FloatVector a = FloatVector.fromArray(SPECIES, sums, p * L);
            FloatVector evens = a.add(a.reinterpretAsLongs().lanewise(LSHR, 32).reinterpretAsFloats());
            FloatVector sum = FloatVector.zero(SPECIES).blend(evens.rearrange(EVENS), FIRST_HALF)
                    .add(FloatVector.fromArray(SPECIES, init, initBase[i + p] + initOffset));
            sum.blend(floor, sum.compare(LT, floor)).intoArray(out, outBase[u + p] + outOffset);
        }
    }
}
