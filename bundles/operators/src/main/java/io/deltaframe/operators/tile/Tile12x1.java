package io.deltaframe.operators.tile;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * The tile of 12 pixels by one vector of output channels: 12 accumulators. Written by TileSource of the
 * benchmarks, where the suite {@code tiles} shows why it is this one.
 *
 * <p>Unrolled because C2 keeps vectors in registers only as local variables of one method.
 */
final class Tile12x1 implements Tile {

    private static final int PIXELS = 12;
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
        return 1;
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
        int i8 = initBase[i + 8] + initOffset;
        int i9 = initBase[i + 9] + initOffset;
        int i10 = initBase[i + 10] + initOffset;
        int i11 = initBase[i + 11] + initOffset;
        FloatVector a0 = FloatVector.fromArray(SPECIES, init, i0);
        FloatVector a1 = FloatVector.fromArray(SPECIES, init, i1);
        FloatVector a2 = FloatVector.fromArray(SPECIES, init, i2);
        FloatVector a3 = FloatVector.fromArray(SPECIES, init, i3);
        FloatVector a4 = FloatVector.fromArray(SPECIES, init, i4);
        FloatVector a5 = FloatVector.fromArray(SPECIES, init, i5);
        FloatVector a6 = FloatVector.fromArray(SPECIES, init, i6);
        FloatVector a7 = FloatVector.fromArray(SPECIES, init, i7);
        FloatVector a8 = FloatVector.fromArray(SPECIES, init, i8);
        FloatVector a9 = FloatVector.fromArray(SPECIES, init, i9);
        FloatVector a10 = FloatVector.fromArray(SPECIES, init, i10);
        FloatVector a11 = FloatVector.fromArray(SPECIES, init, i11);
        for (int k = 0; k < inputs; k++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, weights + k * L);
            FloatVector y0 = FloatVector.broadcast(SPECIES, in[x + k]);
            a0 = y0.fma(w0, a0);
            FloatVector y1 = FloatVector.broadcast(SPECIES, in[x + k + STRIDE]);
            a1 = y1.fma(w0, a1);
            FloatVector y2 = FloatVector.broadcast(SPECIES, in[x + k + 2 * STRIDE]);
            a2 = y2.fma(w0, a2);
            FloatVector y3 = FloatVector.broadcast(SPECIES, in[x + k + 3 * STRIDE]);
            a3 = y3.fma(w0, a3);
            FloatVector y4 = FloatVector.broadcast(SPECIES, in[x + k + 4 * STRIDE]);
            a4 = y4.fma(w0, a4);
            FloatVector y5 = FloatVector.broadcast(SPECIES, in[x + k + 5 * STRIDE]);
            a5 = y5.fma(w0, a5);
            FloatVector y6 = FloatVector.broadcast(SPECIES, in[x + k + 6 * STRIDE]);
            a6 = y6.fma(w0, a6);
            FloatVector y7 = FloatVector.broadcast(SPECIES, in[x + k + 7 * STRIDE]);
            a7 = y7.fma(w0, a7);
            FloatVector y8 = FloatVector.broadcast(SPECIES, in[x + k + 8 * STRIDE]);
            a8 = y8.fma(w0, a8);
            FloatVector y9 = FloatVector.broadcast(SPECIES, in[x + k + 9 * STRIDE]);
            a9 = y9.fma(w0, a9);
            FloatVector y10 = FloatVector.broadcast(SPECIES, in[x + k + 10 * STRIDE]);
            a10 = y10.fma(w0, a10);
            FloatVector y11 = FloatVector.broadcast(SPECIES, in[x + k + 11 * STRIDE]);
            a11 = y11.fma(w0, a11);
        }
        int o0 = outBase[o] + outOffset;
        int o1 = outBase[o + 1] + outOffset;
        int o2 = outBase[o + 2] + outOffset;
        int o3 = outBase[o + 3] + outOffset;
        int o4 = outBase[o + 4] + outOffset;
        int o5 = outBase[o + 5] + outOffset;
        int o6 = outBase[o + 6] + outOffset;
        int o7 = outBase[o + 7] + outOffset;
        int o8 = outBase[o + 8] + outOffset;
        int o9 = outBase[o + 9] + outOffset;
        int o10 = outBase[o + 10] + outOffset;
        int o11 = outBase[o + 11] + outOffset;
        FloatVector least = FloatVector.broadcast(SPECIES, relu ? 0f : Float.NEGATIVE_INFINITY);
        a0.blend(least, a0.compare(LT, least)).intoArray(out, o0);
        a1.blend(least, a1.compare(LT, least)).intoArray(out, o1);
        a2.blend(least, a2.compare(LT, least)).intoArray(out, o2);
        a3.blend(least, a3.compare(LT, least)).intoArray(out, o3);
        a4.blend(least, a4.compare(LT, least)).intoArray(out, o4);
        a5.blend(least, a5.compare(LT, least)).intoArray(out, o5);
        a6.blend(least, a6.compare(LT, least)).intoArray(out, o6);
        a7.blend(least, a7.compare(LT, least)).intoArray(out, o7);
        a8.blend(least, a8.compare(LT, least)).intoArray(out, o8);
        a9.blend(least, a9.compare(LT, least)).intoArray(out, o9);
        a10.blend(least, a10.compare(LT, least)).intoArray(out, o10);
        a11.blend(least, a11.compare(LT, least)).intoArray(out, o11);
    }
}
