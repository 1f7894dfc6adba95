package io.deltaframe.operators;

import static io.deltaframe.operators.GatherRoom.STRIDE;
import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of a convolution as in {@link WideTiles}, for 16 vector registers (AVX2, SSE), and for an odd number of vectors of output
 * channels on any machine: 8 or 12 accumulators.
 */
final class NarrowTiles {

    private NarrowTiles() { }

    static void tile6x2(float[] in, int x, int run, float[] w, int wOffset,
                        float[] init, int[] initBase, int i, int initOffset,
                        float[] out, int[] outBase, int u, int outOffset, float floor) {
        int i0 = initBase[i] + initOffset;
        int i1 = initBase[i + 1] + initOffset;
        int i2 = initBase[i + 2] + initOffset;
        int i3 = initBase[i + 3] + initOffset;
        int i4 = initBase[i + 4] + initOffset;
        int i5 = initBase[i + 5] + initOffset;
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
        for (int k = 0; k < run - 1; k += 2) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, wOffset + k * (2 * L));
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, wOffset + k * (2 * L) + L);
            FloatVector y = FloatVector.broadcast(SPECIES, in[x + k]);
            a0a = y.fma(w0, a0a);
            a0b = y.fma(w1, a0b);
            y = FloatVector.broadcast(SPECIES, in[x + k + STRIDE]);
            a1a = y.fma(w0, a1a);
            a1b = y.fma(w1, a1b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 2 * STRIDE]);
            a2a = y.fma(w0, a2a);
            a2b = y.fma(w1, a2b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 3 * STRIDE]);
            a3a = y.fma(w0, a3a);
            a3b = y.fma(w1, a3b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 4 * STRIDE]);
            a4a = y.fma(w0, a4a);
            a4b = y.fma(w1, a4b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 5 * STRIDE]);
            a5a = y.fma(w0, a5a);
            a5b = y.fma(w1, a5b);
            w0 = FloatVector.fromArray(SPECIES, w, wOffset + k * (2 * L) + 2 * L);
            w1 = FloatVector.fromArray(SPECIES, w, wOffset + k * (2 * L) + 3 * L);
            y = FloatVector.broadcast(SPECIES, in[x + k + 1]);
            a0a = y.fma(w0, a0a);
            a0b = y.fma(w1, a0b);
            y = FloatVector.broadcast(SPECIES, in[x + k + STRIDE + 1]);
            a1a = y.fma(w0, a1a);
            a1b = y.fma(w1, a1b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 2 * STRIDE + 1]);
            a2a = y.fma(w0, a2a);
            a2b = y.fma(w1, a2b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 3 * STRIDE + 1]);
            a3a = y.fma(w0, a3a);
            a3b = y.fma(w1, a3b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 4 * STRIDE + 1]);
            a4a = y.fma(w0, a4a);
            a4b = y.fma(w1, a4b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 5 * STRIDE + 1]);
            a5a = y.fma(w0, a5a);
            a5b = y.fma(w1, a5b);
        }
        FloatVector least = FloatVector.broadcast(SPECIES, floor);
        int o0 = outBase[u] + outOffset;
        int o1 = outBase[u + 1] + outOffset;
        int o2 = outBase[u + 2] + outOffset;
        int o3 = outBase[u + 3] + outOffset;
        int o4 = outBase[u + 4] + outOffset;
        int o5 = outBase[u + 5] + outOffset;
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
    }

    static void tile8x1(float[] in, int x, int run, float[] w, int wOffset,
                        float[] init, int[] initBase, int i, int initOffset,
                        float[] out, int[] outBase, int u, int outOffset, float floor) {
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
        for (int k = 0; k < run - 3; k += 4) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, wOffset + k * L);
            FloatVector y = FloatVector.broadcast(SPECIES, in[x + k]);
            a0 = y.fma(w0, a0);
            y = FloatVector.broadcast(SPECIES, in[x + k + STRIDE]);
            a1 = y.fma(w0, a1);
            y = FloatVector.broadcast(SPECIES, in[x + k + 2 * STRIDE]);
            a2 = y.fma(w0, a2);
            y = FloatVector.broadcast(SPECIES, in[x + k + 3 * STRIDE]);
            a3 = y.fma(w0, a3);
            y = FloatVector.broadcast(SPECIES, in[x + k + 4 * STRIDE]);
            a4 = y.fma(w0, a4);
            y = FloatVector.broadcast(SPECIES, in[x + k + 5 * STRIDE]);
            a5 = y.fma(w0, a5);
            y = FloatVector.broadcast(SPECIES, in[x + k + 6 * STRIDE]);
            a6 = y.fma(w0, a6);
            y = FloatVector.broadcast(SPECIES, in[x + k + 7 * STRIDE]);
            a7 = y.fma(w0, a7);
            w0 = FloatVector.fromArray(SPECIES, w, wOffset + k * L + L);
            y = FloatVector.broadcast(SPECIES, in[x + k + 1]);
            a0 = y.fma(w0, a0);
            y = FloatVector.broadcast(SPECIES, in[x + k + STRIDE + 1]);
            a1 = y.fma(w0, a1);
            y = FloatVector.broadcast(SPECIES, in[x + k + 2 * STRIDE + 1]);
            a2 = y.fma(w0, a2);
            y = FloatVector.broadcast(SPECIES, in[x + k + 3 * STRIDE + 1]);
            a3 = y.fma(w0, a3);
            y = FloatVector.broadcast(SPECIES, in[x + k + 4 * STRIDE + 1]);
            a4 = y.fma(w0, a4);
            y = FloatVector.broadcast(SPECIES, in[x + k + 5 * STRIDE + 1]);
            a5 = y.fma(w0, a5);
            y = FloatVector.broadcast(SPECIES, in[x + k + 6 * STRIDE + 1]);
            a6 = y.fma(w0, a6);
            y = FloatVector.broadcast(SPECIES, in[x + k + 7 * STRIDE + 1]);
            a7 = y.fma(w0, a7);
            w0 = FloatVector.fromArray(SPECIES, w, wOffset + k * L + 2 * L);
            y = FloatVector.broadcast(SPECIES, in[x + k + 2]);
            a0 = y.fma(w0, a0);
            y = FloatVector.broadcast(SPECIES, in[x + k + STRIDE + 2]);
            a1 = y.fma(w0, a1);
            y = FloatVector.broadcast(SPECIES, in[x + k + 2 * STRIDE + 2]);
            a2 = y.fma(w0, a2);
            y = FloatVector.broadcast(SPECIES, in[x + k + 3 * STRIDE + 2]);
            a3 = y.fma(w0, a3);
            y = FloatVector.broadcast(SPECIES, in[x + k + 4 * STRIDE + 2]);
            a4 = y.fma(w0, a4);
            y = FloatVector.broadcast(SPECIES, in[x + k + 5 * STRIDE + 2]);
            a5 = y.fma(w0, a5);
            y = FloatVector.broadcast(SPECIES, in[x + k + 6 * STRIDE + 2]);
            a6 = y.fma(w0, a6);
            y = FloatVector.broadcast(SPECIES, in[x + k + 7 * STRIDE + 2]);
            a7 = y.fma(w0, a7);
            w0 = FloatVector.fromArray(SPECIES, w, wOffset + k * L + 3 * L);
            y = FloatVector.broadcast(SPECIES, in[x + k + 3]);
            a0 = y.fma(w0, a0);
            y = FloatVector.broadcast(SPECIES, in[x + k + STRIDE + 3]);
            a1 = y.fma(w0, a1);
            y = FloatVector.broadcast(SPECIES, in[x + k + 2 * STRIDE + 3]);
            a2 = y.fma(w0, a2);
            y = FloatVector.broadcast(SPECIES, in[x + k + 3 * STRIDE + 3]);
            a3 = y.fma(w0, a3);
            y = FloatVector.broadcast(SPECIES, in[x + k + 4 * STRIDE + 3]);
            a4 = y.fma(w0, a4);
            y = FloatVector.broadcast(SPECIES, in[x + k + 5 * STRIDE + 3]);
            a5 = y.fma(w0, a5);
            y = FloatVector.broadcast(SPECIES, in[x + k + 6 * STRIDE + 3]);
            a6 = y.fma(w0, a6);
            y = FloatVector.broadcast(SPECIES, in[x + k + 7 * STRIDE + 3]);
            a7 = y.fma(w0, a7);
        }
        FloatVector least = FloatVector.broadcast(SPECIES, floor);
        int o0 = outBase[u] + outOffset;
        int o1 = outBase[u + 1] + outOffset;
        int o2 = outBase[u + 2] + outOffset;
        int o3 = outBase[u + 3] + outOffset;
        int o4 = outBase[u + 4] + outOffset;
        int o5 = outBase[u + 5] + outOffset;
        int o6 = outBase[u + 6] + outOffset;
        int o7 = outBase[u + 7] + outOffset;
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
