package io.deltaframe.operators.tile;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * The tile of 12 pixels by 2 vectors of output channels: 24 accumulators. Written by TileSource of the
 * benchmarks, where the suite {@code tiles} shows why it is this one.
 *
 * <p>Unrolled because C2 keeps vectors in registers only as local variables of one method.
 */
final class Tile12x2 implements Tile {

    private static final int PIXELS = 12;
    private static final int BLOCK = 2 * L;

    /** Floats from a pixel to the next in the input. */
    private static final int STRIDE = Tiles.distance(MethodHandles.lookup());

    @Override
    public int pixels() {
        return PIXELS;
    }

    @Override
    public int vectors() {
        return 2;
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
        FloatVector a0a = FloatVector.fromArray(SPECIES, init, i0);
        FloatVector a0b = FloatVector.fromArray(SPECIES, init, i0 + L);
        FloatVector a1a = FloatVector.fromArray(SPECIES, init, i1);
        FloatVector a1b = FloatVector.fromArray(SPECIES, init, i1 + L);
        FloatVector a2a = FloatVector.fromArray(SPECIES, init, i2);
        FloatVector a2b = FloatVector.fromArray(SPECIES, init, i2 + L);
        FloatVector a3a = FloatVector.fromArray(SPECIES, init, i3);
        FloatVector a3b = FloatVector.fromArray(SPECIES, init, i3 + L);
        FloatVector a4a = FloatVector.fromArray(SPECIES, init, i4);
        FloatVector a4b = FloatVector.fromArray(SPECIES, init, i4 + L);
        FloatVector a5a = FloatVector.fromArray(SPECIES, init, i5);
        FloatVector a5b = FloatVector.fromArray(SPECIES, init, i5 + L);
        FloatVector a6a = FloatVector.fromArray(SPECIES, init, i6);
        FloatVector a6b = FloatVector.fromArray(SPECIES, init, i6 + L);
        FloatVector a7a = FloatVector.fromArray(SPECIES, init, i7);
        FloatVector a7b = FloatVector.fromArray(SPECIES, init, i7 + L);
        FloatVector a8a = FloatVector.fromArray(SPECIES, init, i8);
        FloatVector a8b = FloatVector.fromArray(SPECIES, init, i8 + L);
        FloatVector a9a = FloatVector.fromArray(SPECIES, init, i9);
        FloatVector a9b = FloatVector.fromArray(SPECIES, init, i9 + L);
        FloatVector a10a = FloatVector.fromArray(SPECIES, init, i10);
        FloatVector a10b = FloatVector.fromArray(SPECIES, init, i10 + L);
        FloatVector a11a = FloatVector.fromArray(SPECIES, init, i11);
        FloatVector a11b = FloatVector.fromArray(SPECIES, init, i11 + L);
        for (int k = 0; k < inputs; k++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, weights + k * (2 * L));
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, weights + k * (2 * L) + L);
            FloatVector y0 = FloatVector.broadcast(SPECIES, in[x + k]);
            a0a = y0.fma(w0, a0a);
            a0b = y0.fma(w1, a0b);
            FloatVector y1 = FloatVector.broadcast(SPECIES, in[x + k + STRIDE]);
            a1a = y1.fma(w0, a1a);
            a1b = y1.fma(w1, a1b);
            FloatVector y2 = FloatVector.broadcast(SPECIES, in[x + k + 2 * STRIDE]);
            a2a = y2.fma(w0, a2a);
            a2b = y2.fma(w1, a2b);
            FloatVector y3 = FloatVector.broadcast(SPECIES, in[x + k + 3 * STRIDE]);
            a3a = y3.fma(w0, a3a);
            a3b = y3.fma(w1, a3b);
            FloatVector y4 = FloatVector.broadcast(SPECIES, in[x + k + 4 * STRIDE]);
            a4a = y4.fma(w0, a4a);
            a4b = y4.fma(w1, a4b);
            FloatVector y5 = FloatVector.broadcast(SPECIES, in[x + k + 5 * STRIDE]);
            a5a = y5.fma(w0, a5a);
            a5b = y5.fma(w1, a5b);
            FloatVector y6 = FloatVector.broadcast(SPECIES, in[x + k + 6 * STRIDE]);
            a6a = y6.fma(w0, a6a);
            a6b = y6.fma(w1, a6b);
            FloatVector y7 = FloatVector.broadcast(SPECIES, in[x + k + 7 * STRIDE]);
            a7a = y7.fma(w0, a7a);
            a7b = y7.fma(w1, a7b);
            FloatVector y8 = FloatVector.broadcast(SPECIES, in[x + k + 8 * STRIDE]);
            a8a = y8.fma(w0, a8a);
            a8b = y8.fma(w1, a8b);
            FloatVector y9 = FloatVector.broadcast(SPECIES, in[x + k + 9 * STRIDE]);
            a9a = y9.fma(w0, a9a);
            a9b = y9.fma(w1, a9b);
            FloatVector y10 = FloatVector.broadcast(SPECIES, in[x + k + 10 * STRIDE]);
            a10a = y10.fma(w0, a10a);
            a10b = y10.fma(w1, a10b);
            FloatVector y11 = FloatVector.broadcast(SPECIES, in[x + k + 11 * STRIDE]);
            a11a = y11.fma(w0, a11a);
            a11b = y11.fma(w1, a11b);
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
        a0a.blend(least, a0a.compare(LT, least)).intoArray(out, o0);
        a0b.blend(least, a0b.compare(LT, least)).intoArray(out, o0 + L);
        a1a.blend(least, a1a.compare(LT, least)).intoArray(out, o1);
        a1b.blend(least, a1b.compare(LT, least)).intoArray(out, o1 + L);
        a2a.blend(least, a2a.compare(LT, least)).intoArray(out, o2);
        a2b.blend(least, a2b.compare(LT, least)).intoArray(out, o2 + L);
        a3a.blend(least, a3a.compare(LT, least)).intoArray(out, o3);
        a3b.blend(least, a3b.compare(LT, least)).intoArray(out, o3 + L);
        a4a.blend(least, a4a.compare(LT, least)).intoArray(out, o4);
        a4b.blend(least, a4b.compare(LT, least)).intoArray(out, o4 + L);
        a5a.blend(least, a5a.compare(LT, least)).intoArray(out, o5);
        a5b.blend(least, a5b.compare(LT, least)).intoArray(out, o5 + L);
        a6a.blend(least, a6a.compare(LT, least)).intoArray(out, o6);
        a6b.blend(least, a6b.compare(LT, least)).intoArray(out, o6 + L);
        a7a.blend(least, a7a.compare(LT, least)).intoArray(out, o7);
        a7b.blend(least, a7b.compare(LT, least)).intoArray(out, o7 + L);
        a8a.blend(least, a8a.compare(LT, least)).intoArray(out, o8);
        a8b.blend(least, a8b.compare(LT, least)).intoArray(out, o8 + L);
        a9a.blend(least, a9a.compare(LT, least)).intoArray(out, o9);
        a9b.blend(least, a9b.compare(LT, least)).intoArray(out, o9 + L);
        a10a.blend(least, a10a.compare(LT, least)).intoArray(out, o10);
        a10b.blend(least, a10b.compare(LT, least)).intoArray(out, o10 + L);
        a11a.blend(least, a11a.compare(LT, least)).intoArray(out, o11);
        a11b.blend(least, a11b.compare(LT, least)).intoArray(out, o11 + L);
    }
}
