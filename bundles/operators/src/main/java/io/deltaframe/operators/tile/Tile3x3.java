package io.deltaframe.operators.tile;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * The tile of 3 pixels by 3 vectors of output channels: 9 accumulators. Written by TileSource of the
 * benchmarks, where the suite {@code tiles} shows why it is this one.
 *
 * <p>Unrolled because C2 keeps vectors in registers only as local variables of one method.
 */
final class Tile3x3 implements Tile {

    private static final int PIXELS = 3;
    private static final int BLOCK = 3 * L;

    /** Floats from a pixel to the next in the input. */
    private static final int STRIDE = Tiles.distance(MethodHandles.lookup());

    @Override
    public int pixels() {
        return PIXELS;
    }

    @Override
    public int vectors() {
        return 3;
    }

    @Override
    public int inputsPerTurn() {
        return 1;
    }

    @Override
    public void run(float[] in, int x, int pixels, int inputs, float[] w, int weights, int blocks,
            int weightStep, float[] init, int[] initBase, int i, int tileStep, int initOffset,
            int blockStep, float[] out, int[] outBase, int o, int outOffset, boolean relu) {
        for (int p = 0; p < pixels; p += PIXELS) {
            for (int b = 0; b < blocks; b++) {
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
        FloatVector a0a = FloatVector.fromArray(SPECIES, init, i0);
        FloatVector a0b = FloatVector.fromArray(SPECIES, init, i0 + L);
        FloatVector a0c = FloatVector.fromArray(SPECIES, init, i0 + 2 * L);
        FloatVector a1a = FloatVector.fromArray(SPECIES, init, i1);
        FloatVector a1b = FloatVector.fromArray(SPECIES, init, i1 + L);
        FloatVector a1c = FloatVector.fromArray(SPECIES, init, i1 + 2 * L);
        FloatVector a2a = FloatVector.fromArray(SPECIES, init, i2);
        FloatVector a2b = FloatVector.fromArray(SPECIES, init, i2 + L);
        FloatVector a2c = FloatVector.fromArray(SPECIES, init, i2 + 2 * L);
        int end = x + inputs;
        int end1 = end - 1;
        int q = weights;
        for (int k = x; k < end; k += 2) {
            FloatVector w0_0 = FloatVector.fromArray(SPECIES, w, q);
            FloatVector w1_0 = FloatVector.fromArray(SPECIES, w, q + L);
            FloatVector w2_0 = FloatVector.fromArray(SPECIES, w, q + 2 * L);
            FloatVector y0_0 = FloatVector.broadcast(SPECIES, in[k]);
            a0a = y0_0.fma(w0_0, a0a);
            a0b = y0_0.fma(w1_0, a0b);
            a0c = y0_0.fma(w2_0, a0c);
            FloatVector y1_0 = FloatVector.broadcast(SPECIES, in[k + STRIDE]);
            a1a = y1_0.fma(w0_0, a1a);
            a1b = y1_0.fma(w1_0, a1b);
            a1c = y1_0.fma(w2_0, a1c);
            FloatVector y2_0 = FloatVector.broadcast(SPECIES, in[k + 2 * STRIDE]);
            a2a = y2_0.fma(w0_0, a2a);
            a2b = y2_0.fma(w1_0, a2b);
            a2c = y2_0.fma(w2_0, a2c);
            if (k == end1) {
                break;
            }
            FloatVector w0_1 = FloatVector.fromArray(SPECIES, w, q + 3 * L);
            FloatVector w1_1 = FloatVector.fromArray(SPECIES, w, q + 4 * L);
            FloatVector w2_1 = FloatVector.fromArray(SPECIES, w, q + 5 * L);
            FloatVector y0_1 = FloatVector.broadcast(SPECIES, in[k + 1]);
            a0a = y0_1.fma(w0_1, a0a);
            a0b = y0_1.fma(w1_1, a0b);
            a0c = y0_1.fma(w2_1, a0c);
            FloatVector y1_1 = FloatVector.broadcast(SPECIES, in[k + 1 + STRIDE]);
            a1a = y1_1.fma(w0_1, a1a);
            a1b = y1_1.fma(w1_1, a1b);
            a1c = y1_1.fma(w2_1, a1c);
            FloatVector y2_1 = FloatVector.broadcast(SPECIES, in[k + 1 + 2 * STRIDE]);
            a2a = y2_1.fma(w0_1, a2a);
            a2b = y2_1.fma(w1_1, a2b);
            a2c = y2_1.fma(w2_1, a2c);
            q += 6 * L;
        }
        int o0 = outBase[o] + outOffset;
        int o1 = outBase[o + 1] + outOffset;
        int o2 = outBase[o + 2] + outOffset;
        if (relu) {
            a0a.blend(0f, a0a.compare(LT, 0f)).intoArray(out, o0);
            a0b.blend(0f, a0b.compare(LT, 0f)).intoArray(out, o0 + L);
            a0c.blend(0f, a0c.compare(LT, 0f)).intoArray(out, o0 + 2 * L);
            a1a.blend(0f, a1a.compare(LT, 0f)).intoArray(out, o1);
            a1b.blend(0f, a1b.compare(LT, 0f)).intoArray(out, o1 + L);
            a1c.blend(0f, a1c.compare(LT, 0f)).intoArray(out, o1 + 2 * L);
            a2a.blend(0f, a2a.compare(LT, 0f)).intoArray(out, o2);
            a2b.blend(0f, a2b.compare(LT, 0f)).intoArray(out, o2 + L);
            a2c.blend(0f, a2c.compare(LT, 0f)).intoArray(out, o2 + 2 * L);
        } else {
            a0a.intoArray(out, o0);
            a0b.intoArray(out, o0 + L);
            a0c.intoArray(out, o0 + 2 * L);
            a1a.intoArray(out, o1);
            a1b.intoArray(out, o1 + L);
            a1c.intoArray(out, o1 + 2 * L);
            a2a.intoArray(out, o2);
            a2b.intoArray(out, o2 + L);
            a2c.intoArray(out, o2 + 2 * L);
        }
    }
}
