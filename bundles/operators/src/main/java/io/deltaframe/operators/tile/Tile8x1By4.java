package io.deltaframe.operators.tile;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * The tile of 8 pixels by one vector of output channels: 8 accumulators. Written by TileSource of the
 * benchmarks, where the suite {@code tiles} shows why it is this one.
 *
 * <p>Unrolled because C2 keeps vectors in registers only as local variables of one method.
 */
final class Tile8x1By4 implements Tile {

    private static final int PIXELS = 8;
    private static final int BLOCK = 1 * L;

    /** Floats from a pixel to the next in the input. */
    private static final int STRIDE = Tiles.distance(MethodHandles.lookup());

    @Override
    public int pixels() {
        return PIXELS;
    }

    @Override
    public int vectors() {
        return 1;
    }

    @Override
    public int inputsPerTurn() {
        return 4;
    }

    @Override
    public void run(float[] in, int x, int pixels, int inputs, float[] w, int weights, int blocks,
            int weightStep, float[] init, int[] initBase, int i, int tileStep, int initOffset,
            int blockStep, float[] out, int[] outBase, int o, int outOffset, boolean relu) {
        for (int b = 0; b < blocks; b++) {
            for (int p = 0; p < pixels; p += PIXELS) {
                tile(in, x + p * STRIDE, inputs, w, weights + b * weightStep, init, initBase, i + p / PIXELS * tileStep,
                        initOffset + b * blockStep, out, outBase, o + p, outOffset + b * BLOCK, relu);
            }
        }
    }

    private static void tile(float[] in, int x, int inputs, float[] w, int weights, float[] init,
            int[] initBase, int i, int initOffset, float[] out, int[] outBase, int o, int outOffset,
            boolean relu) {
        int i0 = initBase[i] + initOffset;
        int i1 = initBase[i + 1] + initOffset;
        int i2 = initBase[i + 2] + initOffset;
        int i3 = initBase[i + 3] + initOffset;
        int i4 = initBase[i + 4] + initOffset;
        int i5 = initBase[i + 5] + initOffset;
        int i6 = initBase[i + 6] + initOffset;
        int i7 = initBase[i + 7] + initOffset;
        FloatVector a0 = FloatVector.fromArray(SPECIES, init, i0);
        FloatVector a1 = FloatVector.fromArray(SPECIES, init, i1);
        FloatVector a2 = FloatVector.fromArray(SPECIES, init, i2);
        FloatVector a3 = FloatVector.fromArray(SPECIES, init, i3);
        FloatVector a4 = FloatVector.fromArray(SPECIES, init, i4);
        FloatVector a5 = FloatVector.fromArray(SPECIES, init, i5);
        FloatVector a6 = FloatVector.fromArray(SPECIES, init, i6);
        FloatVector a7 = FloatVector.fromArray(SPECIES, init, i7);
        for (int k = 0; k < inputs - 3; k += 4) {
            FloatVector w0_0 = FloatVector.fromArray(SPECIES, w, weights + k * L);
            FloatVector y0_0 = FloatVector.broadcast(SPECIES, in[x + k]);
            a0 = y0_0.fma(w0_0, a0);
            FloatVector y1_0 = FloatVector.broadcast(SPECIES, in[x + k + STRIDE]);
            a1 = y1_0.fma(w0_0, a1);
            FloatVector y2_0 = FloatVector.broadcast(SPECIES, in[x + k + 2 * STRIDE]);
            a2 = y2_0.fma(w0_0, a2);
            FloatVector y3_0 = FloatVector.broadcast(SPECIES, in[x + k + 3 * STRIDE]);
            a3 = y3_0.fma(w0_0, a3);
            FloatVector y4_0 = FloatVector.broadcast(SPECIES, in[x + k + 4 * STRIDE]);
            a4 = y4_0.fma(w0_0, a4);
            FloatVector y5_0 = FloatVector.broadcast(SPECIES, in[x + k + 5 * STRIDE]);
            a5 = y5_0.fma(w0_0, a5);
            FloatVector y6_0 = FloatVector.broadcast(SPECIES, in[x + k + 6 * STRIDE]);
            a6 = y6_0.fma(w0_0, a6);
            FloatVector y7_0 = FloatVector.broadcast(SPECIES, in[x + k + 7 * STRIDE]);
            a7 = y7_0.fma(w0_0, a7);
            FloatVector w0_1 = FloatVector.fromArray(SPECIES, w, weights + k * L + L);
            FloatVector y0_1 = FloatVector.broadcast(SPECIES, in[x + k + 1]);
            a0 = y0_1.fma(w0_1, a0);
            FloatVector y1_1 = FloatVector.broadcast(SPECIES, in[x + k + 1 + STRIDE]);
            a1 = y1_1.fma(w0_1, a1);
            FloatVector y2_1 = FloatVector.broadcast(SPECIES, in[x + k + 1 + 2 * STRIDE]);
            a2 = y2_1.fma(w0_1, a2);
            FloatVector y3_1 = FloatVector.broadcast(SPECIES, in[x + k + 1 + 3 * STRIDE]);
            a3 = y3_1.fma(w0_1, a3);
            FloatVector y4_1 = FloatVector.broadcast(SPECIES, in[x + k + 1 + 4 * STRIDE]);
            a4 = y4_1.fma(w0_1, a4);
            FloatVector y5_1 = FloatVector.broadcast(SPECIES, in[x + k + 1 + 5 * STRIDE]);
            a5 = y5_1.fma(w0_1, a5);
            FloatVector y6_1 = FloatVector.broadcast(SPECIES, in[x + k + 1 + 6 * STRIDE]);
            a6 = y6_1.fma(w0_1, a6);
            FloatVector y7_1 = FloatVector.broadcast(SPECIES, in[x + k + 1 + 7 * STRIDE]);
            a7 = y7_1.fma(w0_1, a7);
            FloatVector w0_2 = FloatVector.fromArray(SPECIES, w, weights + k * L + 2 * L);
            FloatVector y0_2 = FloatVector.broadcast(SPECIES, in[x + k + 2]);
            a0 = y0_2.fma(w0_2, a0);
            FloatVector y1_2 = FloatVector.broadcast(SPECIES, in[x + k + 2 + STRIDE]);
            a1 = y1_2.fma(w0_2, a1);
            FloatVector y2_2 = FloatVector.broadcast(SPECIES, in[x + k + 2 + 2 * STRIDE]);
            a2 = y2_2.fma(w0_2, a2);
            FloatVector y3_2 = FloatVector.broadcast(SPECIES, in[x + k + 2 + 3 * STRIDE]);
            a3 = y3_2.fma(w0_2, a3);
            FloatVector y4_2 = FloatVector.broadcast(SPECIES, in[x + k + 2 + 4 * STRIDE]);
            a4 = y4_2.fma(w0_2, a4);
            FloatVector y5_2 = FloatVector.broadcast(SPECIES, in[x + k + 2 + 5 * STRIDE]);
            a5 = y5_2.fma(w0_2, a5);
            FloatVector y6_2 = FloatVector.broadcast(SPECIES, in[x + k + 2 + 6 * STRIDE]);
            a6 = y6_2.fma(w0_2, a6);
            FloatVector y7_2 = FloatVector.broadcast(SPECIES, in[x + k + 2 + 7 * STRIDE]);
            a7 = y7_2.fma(w0_2, a7);
            FloatVector w0_3 = FloatVector.fromArray(SPECIES, w, weights + k * L + 3 * L);
            FloatVector y0_3 = FloatVector.broadcast(SPECIES, in[x + k + 3]);
            a0 = y0_3.fma(w0_3, a0);
            FloatVector y1_3 = FloatVector.broadcast(SPECIES, in[x + k + 3 + STRIDE]);
            a1 = y1_3.fma(w0_3, a1);
            FloatVector y2_3 = FloatVector.broadcast(SPECIES, in[x + k + 3 + 2 * STRIDE]);
            a2 = y2_3.fma(w0_3, a2);
            FloatVector y3_3 = FloatVector.broadcast(SPECIES, in[x + k + 3 + 3 * STRIDE]);
            a3 = y3_3.fma(w0_3, a3);
            FloatVector y4_3 = FloatVector.broadcast(SPECIES, in[x + k + 3 + 4 * STRIDE]);
            a4 = y4_3.fma(w0_3, a4);
            FloatVector y5_3 = FloatVector.broadcast(SPECIES, in[x + k + 3 + 5 * STRIDE]);
            a5 = y5_3.fma(w0_3, a5);
            FloatVector y6_3 = FloatVector.broadcast(SPECIES, in[x + k + 3 + 6 * STRIDE]);
            a6 = y6_3.fma(w0_3, a6);
            FloatVector y7_3 = FloatVector.broadcast(SPECIES, in[x + k + 3 + 7 * STRIDE]);
            a7 = y7_3.fma(w0_3, a7);
        }
        int o0 = outBase[o] + outOffset;
        int o1 = outBase[o + 1] + outOffset;
        int o2 = outBase[o + 2] + outOffset;
        int o3 = outBase[o + 3] + outOffset;
        int o4 = outBase[o + 4] + outOffset;
        int o5 = outBase[o + 5] + outOffset;
        int o6 = outBase[o + 6] + outOffset;
        int o7 = outBase[o + 7] + outOffset;
        FloatVector least = FloatVector.broadcast(SPECIES, relu ? 0f : Float.NEGATIVE_INFINITY);
        a0.blend(least, a0.compare(LT, least)).intoArray(out, o0);
        a1.blend(least, a1.compare(LT, least)).intoArray(out, o1);
        a2.blend(least, a2.compare(LT, least)).intoArray(out, o2);
        a3.blend(least, a3.compare(LT, least)).intoArray(out, o3);
        a4.blend(least, a4.compare(LT, least)).intoArray(out, o4);
        a5.blend(least, a5.compare(LT, least)).intoArray(out, o5);
        a6.blend(least, a6.compare(LT, least)).intoArray(out, o6);
        a7.blend(least, a7.compare(LT, least)).intoArray(out, o7);
    }
}
