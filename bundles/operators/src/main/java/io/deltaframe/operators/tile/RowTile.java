package io.deltaframe.operators.tile;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The register tiles of {@code RowConvolution}: some pixels of a row, in which an input is used for all three columns
 * of the kernel. As pixels follow each other by one vector, their places are constants in the instructions. With eight
 * pixels, multiplications wait for those before them; fourteen, which is the half, a quarter or the whole of a row in
 * TDN, keep the multipliers busy.
 *
 * <p>Unrolled by hand for the same reason as {@link Tile}.
 */
public final class RowTile {

    /** Pixels a tile. */
    public static final int PIXELS = 8;

    /** Pixels of the tile for machines with 32 vector registers. */
    public static final int WIDE_PIXELS = 14;

    private RowTile() { }

    /**
     * Computes {@code out = init + bias + convolution} for some pixels of a row.
     *
     * @param in       the input; read for {@link #PIXELS} pixels whatever {@code count} is
     * @param at       place of the first input: above and left of the first pixel
     * @param row      floats from a row of the input to the next
     * @param channels input channels
     * @param w        weights: kernel row, input channel, kernel column, output channel
     * @param wOffset  place of the first
     * @param bias     a vector that is added to the start values of all pixels
     * @param init     start values, a vector a pixel
     * @param i        place of the first
     * @param out      the output, a vector a pixel
     * @param o        place of the first
     * @param count    pixels to write, 1 to {@link #PIXELS}
     */
    public static void row8(float[] in, int at, int row, int channels, float[] w, int wOffset, float[] bias,
            float[] init, int i, float[] out, int o, int count) {
        FloatVector start = FloatVector.fromArray(SPECIES, bias, 0);
        FloatVector a0 = FloatVector.fromArray(SPECIES, init, i).add(start);
        FloatVector a1 = FloatVector.fromArray(SPECIES, init, i + Math.min(1, count - 1) * L).add(start);
        FloatVector a2 = FloatVector.fromArray(SPECIES, init, i + Math.min(2, count - 1) * L).add(start);
        FloatVector a3 = FloatVector.fromArray(SPECIES, init, i + Math.min(3, count - 1) * L).add(start);
        FloatVector a4 = FloatVector.fromArray(SPECIES, init, i + Math.min(4, count - 1) * L).add(start);
        FloatVector a5 = FloatVector.fromArray(SPECIES, init, i + Math.min(5, count - 1) * L).add(start);
        FloatVector a6 = FloatVector.fromArray(SPECIES, init, i + Math.min(6, count - 1) * L).add(start);
        FloatVector a7 = FloatVector.fromArray(SPECIES, init, i + Math.min(7, count - 1) * L).add(start);
        for (int ky = 0; ky < 3; ky++) {
            int x = at + ky * row;
            int y = wOffset + ky * channels * (3 * L);
            for (int k = 0; k < channels; k++) {
                FloatVector w0 = FloatVector.fromArray(SPECIES, w, y + k * (3 * L));
                FloatVector w1 = FloatVector.fromArray(SPECIES, w, y + k * (3 * L) + L);
                FloatVector w2 = FloatVector.fromArray(SPECIES, w, y + k * (3 * L) + 2 * L);
                FloatVector v = FloatVector.broadcast(SPECIES, in[x + k]);
                a0 = v.fma(w0, a0);
                v = FloatVector.broadcast(SPECIES, in[x + k + L]);
                a1 = v.fma(w0, a1);
                a0 = v.fma(w1, a0);
                v = FloatVector.broadcast(SPECIES, in[x + k + 2 * L]);
                a2 = v.fma(w0, a2);
                a1 = v.fma(w1, a1);
                a0 = v.fma(w2, a0);
                v = FloatVector.broadcast(SPECIES, in[x + k + 3 * L]);
                a3 = v.fma(w0, a3);
                a2 = v.fma(w1, a2);
                a1 = v.fma(w2, a1);
                v = FloatVector.broadcast(SPECIES, in[x + k + 4 * L]);
                a4 = v.fma(w0, a4);
                a3 = v.fma(w1, a3);
                a2 = v.fma(w2, a2);
                v = FloatVector.broadcast(SPECIES, in[x + k + 5 * L]);
                a5 = v.fma(w0, a5);
                a4 = v.fma(w1, a4);
                a3 = v.fma(w2, a3);
                v = FloatVector.broadcast(SPECIES, in[x + k + 6 * L]);
                a6 = v.fma(w0, a6);
                a5 = v.fma(w1, a5);
                a4 = v.fma(w2, a4);
                v = FloatVector.broadcast(SPECIES, in[x + k + 7 * L]);
                a7 = v.fma(w0, a7);
                a6 = v.fma(w1, a6);
                a5 = v.fma(w2, a5);
                v = FloatVector.broadcast(SPECIES, in[x + k + 8 * L]);
                a7 = v.fma(w1, a7);
                a6 = v.fma(w2, a6);
                v = FloatVector.broadcast(SPECIES, in[x + k + 9 * L]);
                a7 = v.fma(w2, a7);
            }
        }
        a0.intoArray(out, o);
        if (count > 1) {
            a1.intoArray(out, o + L);
        }
        if (count > 2) {
            a2.intoArray(out, o + 2 * L);
        }
        if (count > 3) {
            a3.intoArray(out, o + 3 * L);
        }
        if (count > 4) {
            a4.intoArray(out, o + 4 * L);
        }
        if (count > 5) {
            a5.intoArray(out, o + 5 * L);
        }
        if (count > 6) {
            a6.intoArray(out, o + 6 * L);
        }
        if (count > 7) {
            a7.intoArray(out, o + 7 * L);
        }
    }

    /** As {@link #row8}, of {@link #WIDE_PIXELS} pixels. */
    public static void row14(float[] in, int at, int row, int channels, float[] w, int wOffset, float[] bias,
            float[] init, int i, float[] out, int o, int count) {
        FloatVector start = FloatVector.fromArray(SPECIES, bias, 0);
        FloatVector a0 = FloatVector.fromArray(SPECIES, init, i).add(start);
        FloatVector a1 = FloatVector.fromArray(SPECIES, init, i + Math.min(1, count - 1) * L).add(start);
        FloatVector a2 = FloatVector.fromArray(SPECIES, init, i + Math.min(2, count - 1) * L).add(start);
        FloatVector a3 = FloatVector.fromArray(SPECIES, init, i + Math.min(3, count - 1) * L).add(start);
        FloatVector a4 = FloatVector.fromArray(SPECIES, init, i + Math.min(4, count - 1) * L).add(start);
        FloatVector a5 = FloatVector.fromArray(SPECIES, init, i + Math.min(5, count - 1) * L).add(start);
        FloatVector a6 = FloatVector.fromArray(SPECIES, init, i + Math.min(6, count - 1) * L).add(start);
        FloatVector a7 = FloatVector.fromArray(SPECIES, init, i + Math.min(7, count - 1) * L).add(start);
        FloatVector a8 = FloatVector.fromArray(SPECIES, init, i + Math.min(8, count - 1) * L).add(start);
        FloatVector a9 = FloatVector.fromArray(SPECIES, init, i + Math.min(9, count - 1) * L).add(start);
        FloatVector a10 = FloatVector.fromArray(SPECIES, init, i + Math.min(10, count - 1) * L).add(start);
        FloatVector a11 = FloatVector.fromArray(SPECIES, init, i + Math.min(11, count - 1) * L).add(start);
        FloatVector a12 = FloatVector.fromArray(SPECIES, init, i + Math.min(12, count - 1) * L).add(start);
        FloatVector a13 = FloatVector.fromArray(SPECIES, init, i + Math.min(13, count - 1) * L).add(start);
        for (int ky = 0; ky < 3; ky++) {
            int x = at + ky * row;
            int y = wOffset + ky * channels * (3 * L);
            for (int k = 0; k < channels; k++) {
                FloatVector w0 = FloatVector.fromArray(SPECIES, w, y + k * (3 * L));
                FloatVector w1 = FloatVector.fromArray(SPECIES, w, y + k * (3 * L) + L);
                FloatVector w2 = FloatVector.fromArray(SPECIES, w, y + k * (3 * L) + 2 * L);
                FloatVector v = FloatVector.broadcast(SPECIES, in[x + k]);
                a0 = v.fma(w0, a0);
                v = FloatVector.broadcast(SPECIES, in[x + k + L]);
                a1 = v.fma(w0, a1);
                a0 = v.fma(w1, a0);
                v = FloatVector.broadcast(SPECIES, in[x + k + 2 * L]);
                a2 = v.fma(w0, a2);
                a1 = v.fma(w1, a1);
                a0 = v.fma(w2, a0);
                v = FloatVector.broadcast(SPECIES, in[x + k + 3 * L]);
                a3 = v.fma(w0, a3);
                a2 = v.fma(w1, a2);
                a1 = v.fma(w2, a1);
                v = FloatVector.broadcast(SPECIES, in[x + k + 4 * L]);
                a4 = v.fma(w0, a4);
                a3 = v.fma(w1, a3);
                a2 = v.fma(w2, a2);
                v = FloatVector.broadcast(SPECIES, in[x + k + 5 * L]);
                a5 = v.fma(w0, a5);
                a4 = v.fma(w1, a4);
                a3 = v.fma(w2, a3);
                v = FloatVector.broadcast(SPECIES, in[x + k + 6 * L]);
                a6 = v.fma(w0, a6);
                a5 = v.fma(w1, a5);
                a4 = v.fma(w2, a4);
                v = FloatVector.broadcast(SPECIES, in[x + k + 7 * L]);
                a7 = v.fma(w0, a7);
                a6 = v.fma(w1, a6);
                a5 = v.fma(w2, a5);
                v = FloatVector.broadcast(SPECIES, in[x + k + 8 * L]);
                a8 = v.fma(w0, a8);
                a7 = v.fma(w1, a7);
                a6 = v.fma(w2, a6);
                v = FloatVector.broadcast(SPECIES, in[x + k + 9 * L]);
                a9 = v.fma(w0, a9);
                a8 = v.fma(w1, a8);
                a7 = v.fma(w2, a7);
                v = FloatVector.broadcast(SPECIES, in[x + k + 10 * L]);
                a10 = v.fma(w0, a10);
                a9 = v.fma(w1, a9);
                a8 = v.fma(w2, a8);
                v = FloatVector.broadcast(SPECIES, in[x + k + 11 * L]);
                a11 = v.fma(w0, a11);
                a10 = v.fma(w1, a10);
                a9 = v.fma(w2, a9);
                v = FloatVector.broadcast(SPECIES, in[x + k + 12 * L]);
                a12 = v.fma(w0, a12);
                a11 = v.fma(w1, a11);
                a10 = v.fma(w2, a10);
                v = FloatVector.broadcast(SPECIES, in[x + k + 13 * L]);
                a13 = v.fma(w0, a13);
                a12 = v.fma(w1, a12);
                a11 = v.fma(w2, a11);
                v = FloatVector.broadcast(SPECIES, in[x + k + 14 * L]);
                a13 = v.fma(w1, a13);
                a12 = v.fma(w2, a12);
                v = FloatVector.broadcast(SPECIES, in[x + k + 15 * L]);
                a13 = v.fma(w2, a13);
            }
        }
        a0.intoArray(out, o);
        if (count > 1) {
            a1.intoArray(out, o + L);
        }
        if (count > 2) {
            a2.intoArray(out, o + 2 * L);
        }
        if (count > 3) {
            a3.intoArray(out, o + 3 * L);
        }
        if (count > 4) {
            a4.intoArray(out, o + 4 * L);
        }
        if (count > 5) {
            a5.intoArray(out, o + 5 * L);
        }
        if (count > 6) {
            a6.intoArray(out, o + 6 * L);
        }
        if (count > 7) {
            a7.intoArray(out, o + 7 * L);
        }
        if (count > 8) {
            a8.intoArray(out, o + 8 * L);
        }
        if (count > 9) {
            a9.intoArray(out, o + 9 * L);
        }
        if (count > 10) {
            a10.intoArray(out, o + 10 * L);
        }
        if (count > 11) {
            a11.intoArray(out, o + 11 * L);
        }
        if (count > 12) {
            a12.intoArray(out, o + 12 * L);
        }
        if (count > 13) {
            a13.intoArray(out, o + 13 * L);
        }
    }
}
