package io.deltaframe.operators.tile;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * The tile of 6 pixels by 4 vectors of output channels: 24 accumulators. Written by TileSource of the
 * benchmarks, where the suite {@code tiles} shows why it is this one.
 *
 * <p>Unrolled because C2 keeps vectors in registers only as local variables of one method.
 */
final class Tile6x4 implements Tile {

    private static final int PIXELS = 6;
    private static final int BLOCK = 4 * L;

    /** Floats from a pixel to the next in the input. */
    private static final int STRIDE = Tiles.distance(MethodHandles.lookup());

    @Override
    public int pixels() {
        return PIXELS;
    }

    @Override
    public int vectors() {
        return 4;
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
        for (int k = 0; k < inputs; k++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, weights + k * (4 * L));
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, weights + k * (4 * L) + L);
            FloatVector w2 = FloatVector.fromArray(SPECIES, w, weights + k * (4 * L) + 2 * L);
            FloatVector w3 = FloatVector.fromArray(SPECIES, w, weights + k * (4 * L) + 3 * L);
            FloatVector y0 = FloatVector.broadcast(SPECIES, in[x + k]);
            a0a = y0.fma(w0, a0a);
            a0b = y0.fma(w1, a0b);
            a0c = y0.fma(w2, a0c);
            a0d = y0.fma(w3, a0d);
            FloatVector y1 = FloatVector.broadcast(SPECIES, in[x + k + STRIDE]);
            a1a = y1.fma(w0, a1a);
            a1b = y1.fma(w1, a1b);
            a1c = y1.fma(w2, a1c);
            a1d = y1.fma(w3, a1d);
            FloatVector y2 = FloatVector.broadcast(SPECIES, in[x + k + 2 * STRIDE]);
            a2a = y2.fma(w0, a2a);
            a2b = y2.fma(w1, a2b);
            a2c = y2.fma(w2, a2c);
            a2d = y2.fma(w3, a2d);
            FloatVector y3 = FloatVector.broadcast(SPECIES, in[x + k + 3 * STRIDE]);
            a3a = y3.fma(w0, a3a);
            a3b = y3.fma(w1, a3b);
            a3c = y3.fma(w2, a3c);
            a3d = y3.fma(w3, a3d);
            FloatVector y4 = FloatVector.broadcast(SPECIES, in[x + k + 4 * STRIDE]);
            a4a = y4.fma(w0, a4a);
            a4b = y4.fma(w1, a4b);
            a4c = y4.fma(w2, a4c);
            a4d = y4.fma(w3, a4d);
            FloatVector y5 = FloatVector.broadcast(SPECIES, in[x + k + 5 * STRIDE]);
            a5a = y5.fma(w0, a5a);
            a5b = y5.fma(w1, a5b);
            a5c = y5.fma(w2, a5c);
            a5d = y5.fma(w3, a5d);
        }
        int o0 = outBase[o] + outOffset;
        int o1 = outBase[o + 1] + outOffset;
        int o2 = outBase[o + 2] + outOffset;
        int o3 = outBase[o + 3] + outOffset;
        int o4 = outBase[o + 4] + outOffset;
        int o5 = outBase[o + 5] + outOffset;
        FloatVector least = FloatVector.broadcast(SPECIES, relu ? 0f : Float.NEGATIVE_INFINITY);
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
}
