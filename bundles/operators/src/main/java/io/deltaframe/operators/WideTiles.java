package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of a convolution for machines with 32 vector registers (AVX-512, NEON): 24 accumulators, or 12 where there is only one
 * vector of output channels, stay in registers over a whole run of inputs, with the weights and one broadcast beside them.
 *
 * <p>Each tile computes {@code out = max(floor, init + sum of run products)} for some consecutive pixels and some vectors of
 * output channels. Inputs come from {@code in[x + p * STRIDE + k]}, where {@link GatherRoom} has laid them or where they are,
 * weights from {@code w[wOffset + k * vectors * L]}, start values (bias, or the sum so far) from
 * {@code init[initBase[i + p] + initOffset]}, and results go to {@code out[outBase[u + p] + outOffset]}.
 *
 * <p>The maximum is a comparison and a blend: that is two instructions and keeps a NaN visible, {@code max} is six.
 *
 * <p>Unrolled by hand because C2 keeps vectors in registers only as local variables of one method; and nothing else stands in
 * these methods. That pixels are a constant apart saves an address in a register and an instruction a broadcast: 18 to 33 %.
 * Each accumulator starts from a place of its own in memory, because copies of one start value make C2 spill (55
 * instead of 85 GFLOP/s); one loop, not a nest over kernel rows, and no further unrolling (65 instead of 95), for the same
 * reason.
 */
final class WideTiles implements PixelTiles {

    /** Floats from a pixel to the next: of the copy that {@link PixelTiles} makes, else of the room where inputs are gathered. */
    private static final int STRIDE = stride();

    /** For the copies. */
    WideTiles() { }

    private static int stride() {
        try {
            Integer distance = MethodHandles.classData(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, Integer.class);
            return distance == null ? GatherRoom.STRIDE : distance;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void run6x4(float[] in, int x, int pixels, int run, float[] w, int wOffset, float[] bias, int[] biasBase, int biasAt,
                       float[] out, int[] outBase, int u, int outOffset, float floor) {
        for (int p = 0; p < pixels; p += 6) {
            tile6x4(in, x + p * STRIDE, run, w, wOffset, bias, biasBase, 0, biasAt, out, outBase, u + p, outOffset, floor);
        }
    }

    @Override
    public void run12x2(float[] in, int x, int pixels, int run, float[] w, int wOffset, float[] bias, int[] biasBase, int biasAt,
                        float[] out, int[] outBase, int u, int outOffset, float floor) {
        for (int p = 0; p < pixels; p += 12) {
            tile12x2(in, x + p * STRIDE, run, w, wOffset, bias, biasBase, 0, biasAt, out, outBase, u + p, outOffset, floor);
        }
    }

    @Override
    public void run12x1(float[] in, int x, int pixels, int run, float[] w, int wOffset, float[] bias, int[] biasBase, int biasAt,
                        float[] out, int[] outBase, int u, int outOffset, float floor) {
        for (int p = 0; p < pixels; p += 12) {
            tile12x1(in, x + p * STRIDE, run, w, wOffset, bias, biasBase, 0, biasAt, out, outBase, u + p, outOffset, floor);
        }
    }

    static void tile6x4(float[] in, int x, int run, float[] w, int wOffset,
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
        FloatVector a0c = FloatVector.fromArray(SPECIES, init, i0 + 2 * L);
        FloatVector a0d = FloatVector.fromArray(SPECIES, init, i0 + 3 * L);
        FloatVector a1a = FloatVector.fromArray(SPECIES, init, i1);
        FloatVector a1b = FloatVector.fromArray(SPECIES, init, i1 + L);
        FloatVector a1c = FloatVector.fromArray(SPECIES, init, i1 + 2 * L);
        FloatVector a1d = FloatVector.fromArray(SPECIES, init, i1 + 3 * L);
        FloatVector a2a = FloatVector.fromArray(SPECIES, init, i2);
        FloatVector a2b = FloatVector.fromArray(SPECIES, init, i2 + L);
        FloatVector a2c = FloatVector.fromArray(SPECIES, init, i2 + 2 * L);
        FloatVector a2d = FloatVector.fromArray(SPECIES, init, i2 + 3 * L);
        FloatVector a3a = FloatVector.fromArray(SPECIES, init, i3);
        FloatVector a3b = FloatVector.fromArray(SPECIES, init, i3 + L);
        FloatVector a3c = FloatVector.fromArray(SPECIES, init, i3 + 2 * L);
        FloatVector a3d = FloatVector.fromArray(SPECIES, init, i3 + 3 * L);
        FloatVector a4a = FloatVector.fromArray(SPECIES, init, i4);
        FloatVector a4b = FloatVector.fromArray(SPECIES, init, i4 + L);
        FloatVector a4c = FloatVector.fromArray(SPECIES, init, i4 + 2 * L);
        FloatVector a4d = FloatVector.fromArray(SPECIES, init, i4 + 3 * L);
        FloatVector a5a = FloatVector.fromArray(SPECIES, init, i5);
        FloatVector a5b = FloatVector.fromArray(SPECIES, init, i5 + L);
        FloatVector a5c = FloatVector.fromArray(SPECIES, init, i5 + 2 * L);
        FloatVector a5d = FloatVector.fromArray(SPECIES, init, i5 + 3 * L);
        for (int k = 0; k < run; k++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, wOffset + k * (4 * L));
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, wOffset + k * (4 * L) + L);
            FloatVector w2 = FloatVector.fromArray(SPECIES, w, wOffset + k * (4 * L) + 2 * L);
            FloatVector w3 = FloatVector.fromArray(SPECIES, w, wOffset + k * (4 * L) + 3 * L);
            FloatVector y = FloatVector.broadcast(SPECIES, in[x + k]);
            a0a = y.fma(w0, a0a);
            a0b = y.fma(w1, a0b);
            a0c = y.fma(w2, a0c);
            a0d = y.fma(w3, a0d);
            y = FloatVector.broadcast(SPECIES, in[x + k + STRIDE]);
            a1a = y.fma(w0, a1a);
            a1b = y.fma(w1, a1b);
            a1c = y.fma(w2, a1c);
            a1d = y.fma(w3, a1d);
            y = FloatVector.broadcast(SPECIES, in[x + k + 2 * STRIDE]);
            a2a = y.fma(w0, a2a);
            a2b = y.fma(w1, a2b);
            a2c = y.fma(w2, a2c);
            a2d = y.fma(w3, a2d);
            y = FloatVector.broadcast(SPECIES, in[x + k + 3 * STRIDE]);
            a3a = y.fma(w0, a3a);
            a3b = y.fma(w1, a3b);
            a3c = y.fma(w2, a3c);
            a3d = y.fma(w3, a3d);
            y = FloatVector.broadcast(SPECIES, in[x + k + 4 * STRIDE]);
            a4a = y.fma(w0, a4a);
            a4b = y.fma(w1, a4b);
            a4c = y.fma(w2, a4c);
            a4d = y.fma(w3, a4d);
            y = FloatVector.broadcast(SPECIES, in[x + k + 5 * STRIDE]);
            a5a = y.fma(w0, a5a);
            a5b = y.fma(w1, a5b);
            a5c = y.fma(w2, a5c);
            a5d = y.fma(w3, a5d);
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
        a0c.blend(least, a0c.compare(LT, least)).intoArray(out, o0 + 2 * L);
        a0d.blend(least, a0d.compare(LT, least)).intoArray(out, o0 + 3 * L);
        a1a.blend(least, a1a.compare(LT, least)).intoArray(out, o1);
        a1b.blend(least, a1b.compare(LT, least)).intoArray(out, o1 + L);
        a1c.blend(least, a1c.compare(LT, least)).intoArray(out, o1 + 2 * L);
        a1d.blend(least, a1d.compare(LT, least)).intoArray(out, o1 + 3 * L);
        a2a.blend(least, a2a.compare(LT, least)).intoArray(out, o2);
        a2b.blend(least, a2b.compare(LT, least)).intoArray(out, o2 + L);
        a2c.blend(least, a2c.compare(LT, least)).intoArray(out, o2 + 2 * L);
        a2d.blend(least, a2d.compare(LT, least)).intoArray(out, o2 + 3 * L);
        a3a.blend(least, a3a.compare(LT, least)).intoArray(out, o3);
        a3b.blend(least, a3b.compare(LT, least)).intoArray(out, o3 + L);
        a3c.blend(least, a3c.compare(LT, least)).intoArray(out, o3 + 2 * L);
        a3d.blend(least, a3d.compare(LT, least)).intoArray(out, o3 + 3 * L);
        a4a.blend(least, a4a.compare(LT, least)).intoArray(out, o4);
        a4b.blend(least, a4b.compare(LT, least)).intoArray(out, o4 + L);
        a4c.blend(least, a4c.compare(LT, least)).intoArray(out, o4 + 2 * L);
        a4d.blend(least, a4d.compare(LT, least)).intoArray(out, o4 + 3 * L);
        a5a.blend(least, a5a.compare(LT, least)).intoArray(out, o5);
        a5b.blend(least, a5b.compare(LT, least)).intoArray(out, o5 + L);
        a5c.blend(least, a5c.compare(LT, least)).intoArray(out, o5 + 2 * L);
        a5d.blend(least, a5d.compare(LT, least)).intoArray(out, o5 + 3 * L);
    }

    static void tile12x2(float[] in, int x, int run, float[] w, int wOffset,
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
        for (int k = 0; k < run; k++) {
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
            y = FloatVector.broadcast(SPECIES, in[x + k + 6 * STRIDE]);
            a6a = y.fma(w0, a6a);
            a6b = y.fma(w1, a6b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 7 * STRIDE]);
            a7a = y.fma(w0, a7a);
            a7b = y.fma(w1, a7b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 8 * STRIDE]);
            a8a = y.fma(w0, a8a);
            a8b = y.fma(w1, a8b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 9 * STRIDE]);
            a9a = y.fma(w0, a9a);
            a9b = y.fma(w1, a9b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 10 * STRIDE]);
            a10a = y.fma(w0, a10a);
            a10b = y.fma(w1, a10b);
            y = FloatVector.broadcast(SPECIES, in[x + k + 11 * STRIDE]);
            a11a = y.fma(w0, a11a);
            a11b = y.fma(w1, a11b);
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

    static void tile12x1(float[] in, int x, int run, float[] w, int wOffset,
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
        for (int k = 0; k < run - 1; k += 2) {
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
            y = FloatVector.broadcast(SPECIES, in[x + k + 8 * STRIDE]);
            a8 = y.fma(w0, a8);
            y = FloatVector.broadcast(SPECIES, in[x + k + 9 * STRIDE]);
            a9 = y.fma(w0, a9);
            y = FloatVector.broadcast(SPECIES, in[x + k + 10 * STRIDE]);
            a10 = y.fma(w0, a10);
            y = FloatVector.broadcast(SPECIES, in[x + k + 11 * STRIDE]);
            a11 = y.fma(w0, a11);
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
            y = FloatVector.broadcast(SPECIES, in[x + k + 8 * STRIDE + 1]);
            a8 = y.fma(w0, a8);
            y = FloatVector.broadcast(SPECIES, in[x + k + 9 * STRIDE + 1]);
            a9 = y.fma(w0, a9);
            y = FloatVector.broadcast(SPECIES, in[x + k + 10 * STRIDE + 1]);
            a10 = y.fma(w0, a10);
            y = FloatVector.broadcast(SPECIES, in[x + k + 11 * STRIDE + 1]);
            a11 = y.fma(w0, a11);
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
