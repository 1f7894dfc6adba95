package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of a convolution as in {@link WideTiles}, for 16 vector registers (AVX2, SSE), and for a single vector of output
 * channels on any machine: 12 accumulators.
 */
final class NarrowTiles {

    private NarrowTiles() { }

    static void tile6x2(float[] in, int[] inBase, int t, int inOffset, int run, float[] w, int wOffset,
                         float[] out, int[] outBase, int u, int outOffset) {
        int i0 = inBase[t] + inOffset;
        int i1 = inBase[t + 1] + inOffset;
        int i2 = inBase[t + 2] + inOffset;
        int i3 = inBase[t + 3] + inOffset;
        int i4 = inBase[t + 4] + inOffset;
        int i5 = inBase[t + 5] + inOffset;
        int o0 = outBase[u] + outOffset;
        int o1 = outBase[u + 1] + outOffset;
        int o2 = outBase[u + 2] + outOffset;
        int o3 = outBase[u + 3] + outOffset;
        int o4 = outBase[u + 4] + outOffset;
        int o5 = outBase[u + 5] + outOffset;
        FloatVector a0a = FloatVector.fromArray(SPECIES, out, o0);
        FloatVector a0b = FloatVector.fromArray(SPECIES, out, o0 + L);
        FloatVector a1a = FloatVector.fromArray(SPECIES, out, o1);
        FloatVector a1b = FloatVector.fromArray(SPECIES, out, o1 + L);
        FloatVector a2a = FloatVector.fromArray(SPECIES, out, o2);
        FloatVector a2b = FloatVector.fromArray(SPECIES, out, o2 + L);
        FloatVector a3a = FloatVector.fromArray(SPECIES, out, o3);
        FloatVector a3b = FloatVector.fromArray(SPECIES, out, o3 + L);
        FloatVector a4a = FloatVector.fromArray(SPECIES, out, o4);
        FloatVector a4b = FloatVector.fromArray(SPECIES, out, o4 + L);
        FloatVector a5a = FloatVector.fromArray(SPECIES, out, o5);
        FloatVector a5b = FloatVector.fromArray(SPECIES, out, o5 + L);
        for (int k = 0; k < run; k++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, wOffset + k * (2 * L));
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, wOffset + k * (2 * L) + L);
            FloatVector x = FloatVector.broadcast(SPECIES, in[i0 + k]);
            a0a = x.fma(w0, a0a);
            a0b = x.fma(w1, a0b);
            x = FloatVector.broadcast(SPECIES, in[i1 + k]);
            a1a = x.fma(w0, a1a);
            a1b = x.fma(w1, a1b);
            x = FloatVector.broadcast(SPECIES, in[i2 + k]);
            a2a = x.fma(w0, a2a);
            a2b = x.fma(w1, a2b);
            x = FloatVector.broadcast(SPECIES, in[i3 + k]);
            a3a = x.fma(w0, a3a);
            a3b = x.fma(w1, a3b);
            x = FloatVector.broadcast(SPECIES, in[i4 + k]);
            a4a = x.fma(w0, a4a);
            a4b = x.fma(w1, a4b);
            x = FloatVector.broadcast(SPECIES, in[i5 + k]);
            a5a = x.fma(w0, a5a);
            a5b = x.fma(w1, a5b);
        }
        a0a.intoArray(out, o0);
        a0b.intoArray(out, o0 + L);
        a1a.intoArray(out, o1);
        a1b.intoArray(out, o1 + L);
        a2a.intoArray(out, o2);
        a2b.intoArray(out, o2 + L);
        a3a.intoArray(out, o3);
        a3b.intoArray(out, o3 + L);
        a4a.intoArray(out, o4);
        a4b.intoArray(out, o4 + L);
        a5a.intoArray(out, o5);
        a5b.intoArray(out, o5 + L);
    }

    static void tile12x1(float[] in, int[] inBase, int t, int inOffset, int run, float[] w, int wOffset,
                         float[] out, int[] outBase, int u, int outOffset) {
        int i0 = inBase[t] + inOffset;
        int i1 = inBase[t + 1] + inOffset;
        int i2 = inBase[t + 2] + inOffset;
        int i3 = inBase[t + 3] + inOffset;
        int i4 = inBase[t + 4] + inOffset;
        int i5 = inBase[t + 5] + inOffset;
        int i6 = inBase[t + 6] + inOffset;
        int i7 = inBase[t + 7] + inOffset;
        int i8 = inBase[t + 8] + inOffset;
        int i9 = inBase[t + 9] + inOffset;
        int i10 = inBase[t + 10] + inOffset;
        int i11 = inBase[t + 11] + inOffset;
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
        FloatVector a0a = FloatVector.fromArray(SPECIES, out, o0);
        FloatVector a1a = FloatVector.fromArray(SPECIES, out, o1);
        FloatVector a2a = FloatVector.fromArray(SPECIES, out, o2);
        FloatVector a3a = FloatVector.fromArray(SPECIES, out, o3);
        FloatVector a4a = FloatVector.fromArray(SPECIES, out, o4);
        FloatVector a5a = FloatVector.fromArray(SPECIES, out, o5);
        FloatVector a6a = FloatVector.fromArray(SPECIES, out, o6);
        FloatVector a7a = FloatVector.fromArray(SPECIES, out, o7);
        FloatVector a8a = FloatVector.fromArray(SPECIES, out, o8);
        FloatVector a9a = FloatVector.fromArray(SPECIES, out, o9);
        FloatVector a10a = FloatVector.fromArray(SPECIES, out, o10);
        FloatVector a11a = FloatVector.fromArray(SPECIES, out, o11);
        for (int k = 0; k < run; k++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, wOffset + k * L);
            FloatVector x = FloatVector.broadcast(SPECIES, in[i0 + k]);
            a0a = x.fma(w0, a0a);
            x = FloatVector.broadcast(SPECIES, in[i1 + k]);
            a1a = x.fma(w0, a1a);
            x = FloatVector.broadcast(SPECIES, in[i2 + k]);
            a2a = x.fma(w0, a2a);
            x = FloatVector.broadcast(SPECIES, in[i3 + k]);
            a3a = x.fma(w0, a3a);
            x = FloatVector.broadcast(SPECIES, in[i4 + k]);
            a4a = x.fma(w0, a4a);
            x = FloatVector.broadcast(SPECIES, in[i5 + k]);
            a5a = x.fma(w0, a5a);
            x = FloatVector.broadcast(SPECIES, in[i6 + k]);
            a6a = x.fma(w0, a6a);
            x = FloatVector.broadcast(SPECIES, in[i7 + k]);
            a7a = x.fma(w0, a7a);
            x = FloatVector.broadcast(SPECIES, in[i8 + k]);
            a8a = x.fma(w0, a8a);
            x = FloatVector.broadcast(SPECIES, in[i9 + k]);
            a9a = x.fma(w0, a9a);
            x = FloatVector.broadcast(SPECIES, in[i10 + k]);
            a10a = x.fma(w0, a10a);
            x = FloatVector.broadcast(SPECIES, in[i11 + k]);
            a11a = x.fma(w0, a11a);
        }
        a0a.intoArray(out, o0);
        a1a.intoArray(out, o1);
        a2a.intoArray(out, o2);
        a3a.intoArray(out, o3);
        a4a.intoArray(out, o4);
        a5a.intoArray(out, o5);
        a6a.intoArray(out, o6);
        a7a.intoArray(out, o7);
        a8a.intoArray(out, o8);
        a9a.intoArray(out, o9);
        a10a.intoArray(out, o10);
        a11a.intoArray(out, o11);
    }
}
