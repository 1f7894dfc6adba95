package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of a convolution as in {@link WideTiles}, for 16 vector registers (AVX2, SSE), and for a single vector of output
 * channels on any machine: 12 accumulators.
 */
final class NarrowTiles {

    private NarrowTiles() { }

    static void tile6x2(float[] in, int[] inBase, int t, int inOffset, int run, float[] w, int wOffset,
                        float[] init, int[] initBase, int i, int initOffset,
                        float[] out, int[] outBase, int u, int outOffset, float floor) {
        int x0 = inBase[t] + inOffset;
        int x1 = inBase[t + 1] + inOffset;
        int x2 = inBase[t + 2] + inOffset;
        int x3 = inBase[t + 3] + inOffset;
        int x4 = inBase[t + 4] + inOffset;
        int x5 = inBase[t + 5] + inOffset;
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
        for (int k = 0; k < run; k++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, wOffset + k * (2 * L));
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, wOffset + k * (2 * L) + L);
            FloatVector x = FloatVector.broadcast(SPECIES, in[x0 + k]);
            a0a = x.fma(w0, a0a);
            a0b = x.fma(w1, a0b);
            x = FloatVector.broadcast(SPECIES, in[x1 + k]);
            a1a = x.fma(w0, a1a);
            a1b = x.fma(w1, a1b);
            x = FloatVector.broadcast(SPECIES, in[x2 + k]);
            a2a = x.fma(w0, a2a);
            a2b = x.fma(w1, a2b);
            x = FloatVector.broadcast(SPECIES, in[x3 + k]);
            a3a = x.fma(w0, a3a);
            a3b = x.fma(w1, a3b);
            x = FloatVector.broadcast(SPECIES, in[x4 + k]);
            a4a = x.fma(w0, a4a);
            a4b = x.fma(w1, a4b);
            x = FloatVector.broadcast(SPECIES, in[x5 + k]);
            a5a = x.fma(w0, a5a);
            a5b = x.fma(w1, a5b);
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

    static void tile12x1(float[] in, int[] inBase, int t, int inOffset, int run, float[] w, int wOffset,
                        float[] init, int[] initBase, int i, int initOffset,
                        float[] out, int[] outBase, int u, int outOffset, float floor) {
        int x0 = inBase[t] + inOffset;
        int x1 = inBase[t + 1] + inOffset;
        int x2 = inBase[t + 2] + inOffset;
        int x3 = inBase[t + 3] + inOffset;
        int x4 = inBase[t + 4] + inOffset;
        int x5 = inBase[t + 5] + inOffset;
        int x6 = inBase[t + 6] + inOffset;
        int x7 = inBase[t + 7] + inOffset;
        int x8 = inBase[t + 8] + inOffset;
        int x9 = inBase[t + 9] + inOffset;
        int x10 = inBase[t + 10] + inOffset;
        int x11 = inBase[t + 11] + inOffset;
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
        for (int k = 0; k < run; k++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, wOffset + k * L);
            FloatVector x = FloatVector.broadcast(SPECIES, in[x0 + k]);
            a0 = x.fma(w0, a0);
            x = FloatVector.broadcast(SPECIES, in[x1 + k]);
            a1 = x.fma(w0, a1);
            x = FloatVector.broadcast(SPECIES, in[x2 + k]);
            a2 = x.fma(w0, a2);
            x = FloatVector.broadcast(SPECIES, in[x3 + k]);
            a3 = x.fma(w0, a3);
            x = FloatVector.broadcast(SPECIES, in[x4 + k]);
            a4 = x.fma(w0, a4);
            x = FloatVector.broadcast(SPECIES, in[x5 + k]);
            a5 = x.fma(w0, a5);
            x = FloatVector.broadcast(SPECIES, in[x6 + k]);
            a6 = x.fma(w0, a6);
            x = FloatVector.broadcast(SPECIES, in[x7 + k]);
            a7 = x.fma(w0, a7);
            x = FloatVector.broadcast(SPECIES, in[x8 + k]);
            a8 = x.fma(w0, a8);
            x = FloatVector.broadcast(SPECIES, in[x9 + k]);
            a9 = x.fma(w0, a9);
            x = FloatVector.broadcast(SPECIES, in[x10 + k]);
            a10 = x.fma(w0, a10);
            x = FloatVector.broadcast(SPECIES, in[x11 + k]);
            a11 = x.fma(w0, a11);
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
        int o8 = outBase[u + 8] + outOffset;
        int o9 = outBase[u + 9] + outOffset;
        int o10 = outBase[u + 10] + outOffset;
        int o11 = outBase[u + 11] + outOffset;
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
