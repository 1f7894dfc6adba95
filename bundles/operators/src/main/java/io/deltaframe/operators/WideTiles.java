package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of a convolution for machines with 32 vector registers (AVX-512, NEON): 24 accumulators stay in registers over
 * a whole run of inputs, with four weights and one broadcast beside them.
 *
 * <p>Each tile adds {@code run} products to the outputs of some consecutive pixels and some vectors of output channels. Inputs
 * come from {@code in[inBase[t + p] + inOffset + k]}, weights from {@code w[wOffset + k * vectors * L]}, and the outputs, which
 * hold the sum so far, are at {@code out[outBase[u + p] + outOffset]}.
 *
 * <p>Unrolled by hand because C2 keeps vectors in registers only as local variables of one method; and nothing else stands in
 * these methods: accumulators are read from memory, not started from the bias, because copies of one start value make C2 spill
 * (55 instead of 85 GFLOP/s), and one loop, not a nest over kernel rows, for the same reason. 6x4 needs fewer address registers a
 * product than 12x2 and is faster where output channels come in fours of vectors.
 */
final class WideTiles {

    private WideTiles() { }

    static void tile6x4(float[] in, int[] inBase, int t, int inOffset, int run, float[] w, int wOffset,
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
        FloatVector a0c = FloatVector.fromArray(SPECIES, out, o0 + 2 * L);
        FloatVector a0d = FloatVector.fromArray(SPECIES, out, o0 + 3 * L);
        FloatVector a1a = FloatVector.fromArray(SPECIES, out, o1);
        FloatVector a1b = FloatVector.fromArray(SPECIES, out, o1 + L);
        FloatVector a1c = FloatVector.fromArray(SPECIES, out, o1 + 2 * L);
        FloatVector a1d = FloatVector.fromArray(SPECIES, out, o1 + 3 * L);
        FloatVector a2a = FloatVector.fromArray(SPECIES, out, o2);
        FloatVector a2b = FloatVector.fromArray(SPECIES, out, o2 + L);
        FloatVector a2c = FloatVector.fromArray(SPECIES, out, o2 + 2 * L);
        FloatVector a2d = FloatVector.fromArray(SPECIES, out, o2 + 3 * L);
        FloatVector a3a = FloatVector.fromArray(SPECIES, out, o3);
        FloatVector a3b = FloatVector.fromArray(SPECIES, out, o3 + L);
        FloatVector a3c = FloatVector.fromArray(SPECIES, out, o3 + 2 * L);
        FloatVector a3d = FloatVector.fromArray(SPECIES, out, o3 + 3 * L);
        FloatVector a4a = FloatVector.fromArray(SPECIES, out, o4);
        FloatVector a4b = FloatVector.fromArray(SPECIES, out, o4 + L);
        FloatVector a4c = FloatVector.fromArray(SPECIES, out, o4 + 2 * L);
        FloatVector a4d = FloatVector.fromArray(SPECIES, out, o4 + 3 * L);
        FloatVector a5a = FloatVector.fromArray(SPECIES, out, o5);
        FloatVector a5b = FloatVector.fromArray(SPECIES, out, o5 + L);
        FloatVector a5c = FloatVector.fromArray(SPECIES, out, o5 + 2 * L);
        FloatVector a5d = FloatVector.fromArray(SPECIES, out, o5 + 3 * L);
        for (int k = 0; k < run; k++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, wOffset + k * (4 * L));
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, wOffset + k * (4 * L) + L);
            FloatVector w2 = FloatVector.fromArray(SPECIES, w, wOffset + k * (4 * L) + 2 * L);
            FloatVector w3 = FloatVector.fromArray(SPECIES, w, wOffset + k * (4 * L) + 3 * L);
            FloatVector x = FloatVector.broadcast(SPECIES, in[i0 + k]);
            a0a = x.fma(w0, a0a);
            a0b = x.fma(w1, a0b);
            a0c = x.fma(w2, a0c);
            a0d = x.fma(w3, a0d);
            x = FloatVector.broadcast(SPECIES, in[i1 + k]);
            a1a = x.fma(w0, a1a);
            a1b = x.fma(w1, a1b);
            a1c = x.fma(w2, a1c);
            a1d = x.fma(w3, a1d);
            x = FloatVector.broadcast(SPECIES, in[i2 + k]);
            a2a = x.fma(w0, a2a);
            a2b = x.fma(w1, a2b);
            a2c = x.fma(w2, a2c);
            a2d = x.fma(w3, a2d);
            x = FloatVector.broadcast(SPECIES, in[i3 + k]);
            a3a = x.fma(w0, a3a);
            a3b = x.fma(w1, a3b);
            a3c = x.fma(w2, a3c);
            a3d = x.fma(w3, a3d);
            x = FloatVector.broadcast(SPECIES, in[i4 + k]);
            a4a = x.fma(w0, a4a);
            a4b = x.fma(w1, a4b);
            a4c = x.fma(w2, a4c);
            a4d = x.fma(w3, a4d);
            x = FloatVector.broadcast(SPECIES, in[i5 + k]);
            a5a = x.fma(w0, a5a);
            a5b = x.fma(w1, a5b);
            a5c = x.fma(w2, a5c);
            a5d = x.fma(w3, a5d);
        }
        a0a.intoArray(out, o0);
        a0b.intoArray(out, o0 + L);
        a0c.intoArray(out, o0 + 2 * L);
        a0d.intoArray(out, o0 + 3 * L);
        a1a.intoArray(out, o1);
        a1b.intoArray(out, o1 + L);
        a1c.intoArray(out, o1 + 2 * L);
        a1d.intoArray(out, o1 + 3 * L);
        a2a.intoArray(out, o2);
        a2b.intoArray(out, o2 + L);
        a2c.intoArray(out, o2 + 2 * L);
        a2d.intoArray(out, o2 + 3 * L);
        a3a.intoArray(out, o3);
        a3b.intoArray(out, o3 + L);
        a3c.intoArray(out, o3 + 2 * L);
        a3d.intoArray(out, o3 + 3 * L);
        a4a.intoArray(out, o4);
        a4b.intoArray(out, o4 + L);
        a4c.intoArray(out, o4 + 2 * L);
        a4d.intoArray(out, o4 + 3 * L);
        a5a.intoArray(out, o5);
        a5b.intoArray(out, o5 + L);
        a5c.intoArray(out, o5 + 2 * L);
        a5d.intoArray(out, o5 + 3 * L);
    }

    static void tile12x2(float[] in, int[] inBase, int t, int inOffset, int run, float[] w, int wOffset,
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
        FloatVector a6a = FloatVector.fromArray(SPECIES, out, o6);
        FloatVector a6b = FloatVector.fromArray(SPECIES, out, o6 + L);
        FloatVector a7a = FloatVector.fromArray(SPECIES, out, o7);
        FloatVector a7b = FloatVector.fromArray(SPECIES, out, o7 + L);
        FloatVector a8a = FloatVector.fromArray(SPECIES, out, o8);
        FloatVector a8b = FloatVector.fromArray(SPECIES, out, o8 + L);
        FloatVector a9a = FloatVector.fromArray(SPECIES, out, o9);
        FloatVector a9b = FloatVector.fromArray(SPECIES, out, o9 + L);
        FloatVector a10a = FloatVector.fromArray(SPECIES, out, o10);
        FloatVector a10b = FloatVector.fromArray(SPECIES, out, o10 + L);
        FloatVector a11a = FloatVector.fromArray(SPECIES, out, o11);
        FloatVector a11b = FloatVector.fromArray(SPECIES, out, o11 + L);
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
            x = FloatVector.broadcast(SPECIES, in[i6 + k]);
            a6a = x.fma(w0, a6a);
            a6b = x.fma(w1, a6b);
            x = FloatVector.broadcast(SPECIES, in[i7 + k]);
            a7a = x.fma(w0, a7a);
            a7b = x.fma(w1, a7b);
            x = FloatVector.broadcast(SPECIES, in[i8 + k]);
            a8a = x.fma(w0, a8a);
            a8b = x.fma(w1, a8b);
            x = FloatVector.broadcast(SPECIES, in[i9 + k]);
            a9a = x.fma(w0, a9a);
            a9b = x.fma(w1, a9b);
            x = FloatVector.broadcast(SPECIES, in[i10 + k]);
            a10a = x.fma(w0, a10a);
            a10b = x.fma(w1, a10b);
            x = FloatVector.broadcast(SPECIES, in[i11 + k]);
            a11a = x.fma(w0, a11a);
            a11b = x.fma(w1, a11b);
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
        a6a.intoArray(out, o6);
        a6b.intoArray(out, o6 + L);
        a7a.intoArray(out, o7);
        a7b.intoArray(out, o7 + L);
        a8a.intoArray(out, o8);
        a8b.intoArray(out, o8 + L);
        a9a.intoArray(out, o9);
        a9b.intoArray(out, o9 + L);
        a10a.intoArray(out, o10);
        a10b.intoArray(out, o10 + L);
        a11a.intoArray(out, o11);
        a11b.intoArray(out, o11 + L);
    }
}
