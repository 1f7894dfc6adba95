package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;
import static io.deltaframe.operators.PairRoom.STRIDE;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of a convolution of single pixels that has one vector of output channels at most, for machines with 32 vector
 * registers. With one vector there is a broadcast for every multiplication, and the processor cannot take up as many instructions as it
 * could carry out. Here a broadcast has 64 bits and brings the inputs of two channels, k and k + 1, as {@link PairRoom} holds them. The
 * weights lie in the same order, so that each sum has two lanes, one of the even channels and one of the odd, that are added at the end.
 *
 * <p>{@code whole} computes all channels of a vector in two vectors of such sums, {@code half} the first half in one. They leave the sums
 * in {@code sums}, because the tiles with their last steps would exceed what C2 inlines, and then every vector is an object.
 *
 * <p>Unrolled by hand for the same reason as {@link WideTiles}. With eight pixels a broadcast and two multiplications each, C2 keeps
 * everything in registers, with twelve it does not (110 instead of 90 GFLOP/s, where one broadcast a multiplication makes 75).
 */
final class PairTiles {

    /** Pixels of the tiles. */
    static final int WHOLE = 8;
    static final int HALF = 12;

    private static final VectorSpecies<Double> PAIRS = VectorSpecies.of(double.class, SPECIES.vectorShape());
    private static final float[] ZEROS = new float[2 * WHOLE * L];

    private PairTiles() { }

    static void whole8(double[] in, int x, int run, float[] w, int wOffset, float[] sums) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, ZEROS, 0);
        FloatVector b0 = FloatVector.fromArray(SPECIES, ZEROS, L);
        FloatVector a1 = FloatVector.fromArray(SPECIES, ZEROS, 2 * L);
        FloatVector b1 = FloatVector.fromArray(SPECIES, ZEROS, 3 * L);
        FloatVector a2 = FloatVector.fromArray(SPECIES, ZEROS, 4 * L);
        FloatVector b2 = FloatVector.fromArray(SPECIES, ZEROS, 5 * L);
        FloatVector a3 = FloatVector.fromArray(SPECIES, ZEROS, 6 * L);
        FloatVector b3 = FloatVector.fromArray(SPECIES, ZEROS, 7 * L);
        FloatVector a4 = FloatVector.fromArray(SPECIES, ZEROS, 8 * L);
        FloatVector b4 = FloatVector.fromArray(SPECIES, ZEROS, 9 * L);
        FloatVector a5 = FloatVector.fromArray(SPECIES, ZEROS, 10 * L);
        FloatVector b5 = FloatVector.fromArray(SPECIES, ZEROS, 11 * L);
        FloatVector a6 = FloatVector.fromArray(SPECIES, ZEROS, 12 * L);
        FloatVector b6 = FloatVector.fromArray(SPECIES, ZEROS, 13 * L);
        FloatVector a7 = FloatVector.fromArray(SPECIES, ZEROS, 14 * L);
        FloatVector b7 = FloatVector.fromArray(SPECIES, ZEROS, 15 * L);
        for (int k = 0; k < run; k++) {
            FloatVector even = FloatVector.fromArray(SPECIES, w, wOffset + k * (2 * L));
            FloatVector odd = FloatVector.fromArray(SPECIES, w, wOffset + k * (2 * L) + L);
            FloatVector y = DoubleVector.broadcast(PAIRS, in[x + k]).reinterpretAsFloats();
            a0 = y.fma(even, a0);
            b0 = y.fma(odd, b0);
            y = DoubleVector.broadcast(PAIRS, in[x + k + STRIDE]).reinterpretAsFloats();
            a1 = y.fma(even, a1);
            b1 = y.fma(odd, b1);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 2 * STRIDE]).reinterpretAsFloats();
            a2 = y.fma(even, a2);
            b2 = y.fma(odd, b2);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 3 * STRIDE]).reinterpretAsFloats();
            a3 = y.fma(even, a3);
            b3 = y.fma(odd, b3);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 4 * STRIDE]).reinterpretAsFloats();
            a4 = y.fma(even, a4);
            b4 = y.fma(odd, b4);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 5 * STRIDE]).reinterpretAsFloats();
            a5 = y.fma(even, a5);
            b5 = y.fma(odd, b5);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 6 * STRIDE]).reinterpretAsFloats();
            a6 = y.fma(even, a6);
            b6 = y.fma(odd, b6);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 7 * STRIDE]).reinterpretAsFloats();
            a7 = y.fma(even, a7);
            b7 = y.fma(odd, b7);
        }
        a0.intoArray(sums, 0);
        b0.intoArray(sums, L);
        a1.intoArray(sums, 2 * L);
        b1.intoArray(sums, 3 * L);
        a2.intoArray(sums, 4 * L);
        b2.intoArray(sums, 5 * L);
        a3.intoArray(sums, 6 * L);
        b3.intoArray(sums, 7 * L);
        a4.intoArray(sums, 8 * L);
        b4.intoArray(sums, 9 * L);
        a5.intoArray(sums, 10 * L);
        b5.intoArray(sums, 11 * L);
        a6.intoArray(sums, 12 * L);
        b6.intoArray(sums, 13 * L);
        a7.intoArray(sums, 14 * L);
        b7.intoArray(sums, 15 * L);
    }

    static void half12(double[] in, int x, int run, float[] w, int wOffset, float[] sums) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, ZEROS, 0);
        FloatVector a1 = FloatVector.fromArray(SPECIES, ZEROS, L);
        FloatVector a2 = FloatVector.fromArray(SPECIES, ZEROS, 2 * L);
        FloatVector a3 = FloatVector.fromArray(SPECIES, ZEROS, 3 * L);
        FloatVector a4 = FloatVector.fromArray(SPECIES, ZEROS, 4 * L);
        FloatVector a5 = FloatVector.fromArray(SPECIES, ZEROS, 5 * L);
        FloatVector a6 = FloatVector.fromArray(SPECIES, ZEROS, 6 * L);
        FloatVector a7 = FloatVector.fromArray(SPECIES, ZEROS, 7 * L);
        FloatVector a8 = FloatVector.fromArray(SPECIES, ZEROS, 8 * L);
        FloatVector a9 = FloatVector.fromArray(SPECIES, ZEROS, 9 * L);
        FloatVector a10 = FloatVector.fromArray(SPECIES, ZEROS, 10 * L);
        FloatVector a11 = FloatVector.fromArray(SPECIES, ZEROS, 11 * L);
        for (int k = 0; k < run; k++) {
            FloatVector even = FloatVector.fromArray(SPECIES, w, wOffset + k * L);
            FloatVector y = DoubleVector.broadcast(PAIRS, in[x + k]).reinterpretAsFloats();
            a0 = y.fma(even, a0);
            y = DoubleVector.broadcast(PAIRS, in[x + k + STRIDE]).reinterpretAsFloats();
            a1 = y.fma(even, a1);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 2 * STRIDE]).reinterpretAsFloats();
            a2 = y.fma(even, a2);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 3 * STRIDE]).reinterpretAsFloats();
            a3 = y.fma(even, a3);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 4 * STRIDE]).reinterpretAsFloats();
            a4 = y.fma(even, a4);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 5 * STRIDE]).reinterpretAsFloats();
            a5 = y.fma(even, a5);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 6 * STRIDE]).reinterpretAsFloats();
            a6 = y.fma(even, a6);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 7 * STRIDE]).reinterpretAsFloats();
            a7 = y.fma(even, a7);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 8 * STRIDE]).reinterpretAsFloats();
            a8 = y.fma(even, a8);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 9 * STRIDE]).reinterpretAsFloats();
            a9 = y.fma(even, a9);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 10 * STRIDE]).reinterpretAsFloats();
            a10 = y.fma(even, a10);
            y = DoubleVector.broadcast(PAIRS, in[x + k + 11 * STRIDE]).reinterpretAsFloats();
            a11 = y.fma(even, a11);
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, L);
        a2.intoArray(sums, 2 * L);
        a3.intoArray(sums, 3 * L);
        a4.intoArray(sums, 4 * L);
        a5.intoArray(sums, 5 * L);
        a6.intoArray(sums, 6 * L);
        a7.intoArray(sums, 7 * L);
        a8.intoArray(sums, 8 * L);
        a9.intoArray(sums, 9 * L);
        a10.intoArray(sums, 10 * L);
        a11.intoArray(sums, 11 * L);
    }
}
