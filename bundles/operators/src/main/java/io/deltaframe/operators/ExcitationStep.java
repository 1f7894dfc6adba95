package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;

import io.deltaframe.operators.PackedConvolution.Start;
import jdk.incubator.vector.FloatVector;

/**
 * The last part of motion excitation, in place: {@code x += x * ((sigmoid(f) - 1/2) + (sigmoid(b) - 1/2)) / 2}, where f and b are
 * the forward and backward sums of scales, expanded to all channels. As {@code sigmoid(v) - 1/2 = tanh(v / 2) / 2}, this is
 * {@code x *= 1 + (tanh(f / 2) + tanh(b / 2)) / 4}. The expanded values live in a scratch array of a few pixels only: as maps
 * they would be twice the size of x.
 */
final class ExcitationStep implements Step {

    /** Pixels a task: a multiple of every tile's, and few enough that both scratch arrays stay in the second-level cache. */
    private static final int PIXELS = 24;

    private final PackedConvolution halfExpand;
    private final FeatureMap scales;
    private final FeatureMap x;
    private final PixelGrid grid;
    private final int[] scratchBase = new int[PIXELS + 12];
    private final float[][] scratch;
    private final int chunks;

    /**
     * Binds the step.
     *
     * @param halfExpand expansion to all channels of a third of the scales, and half of it
     * @param scales     2T images, forward then backward: sums of the three scales
     * @param x          T images, changed in place
     * @param slots      threads that may work on it
     */
    ExcitationStep(PackedConvolution halfExpand, FeatureMap scales, FeatureMap x, int slots) {
        this.halfExpand = halfExpand;
        this.scales = scales;
        this.x = x;
        this.grid = PixelGrid.of(1, scales, x, 1, 0);
        this.chunks = (grid.pixels + PIXELS - 1) / PIXELS;
        for (int p = 0; p < scratchBase.length; p++) {
            scratchBase[p] = Math.min(p, PIXELS - 1) * x.stride;
        }
        // A short last chunk's overhanging tile writes behind its pixels, still inside the scratch array.
        this.scratch = new float[slots][2 * PIXELS * x.stride];
    }

    @Override
    public int tasks() {
        return x.images * chunks;
    }

    @Override
    public void run(int task, int slot) {
        int t = task / chunks;
        int from = task % chunks * PIXELS;
        int to = Math.min(from + PIXELS, grid.pixels);
        float[] both = scratch[slot];
        int backward = PIXELS * x.stride;
        expand(t, from, to, both, 0);
        expand(x.images + t, from, to, both, backward);
        for (int p = from; p < to; p++) {
            int at = grid.outBase[p] + t * x.imageStride();
            int f = (p - from) * x.stride;
            for (int c = 0; c < x.stride; c += L) {
                FloatVector sum = tanh(FloatVector.fromArray(SPECIES, both, f + c))
                        .add(tanh(FloatVector.fromArray(SPECIES, both, backward + f + c)));
                FloatVector value = FloatVector.fromArray(SPECIES, x.data, at + c);
                value.mul(sum).mul(0.25f).add(value).intoArray(x.data, at + c);
            }
        }
    }

    private void expand(int image, int from, int to, float[] into, int offset) {
        halfExpand.run(scales.data, image * scales.imageStride(), grid, from, to, into, scratchBase, 0, offset, Start.BIAS, false);
    }

    /**
     * {@return the hyperbolic tangent, to 4 units in the last place}. The rational minimax approximation of degree 13 over 6 that
     * is well known from Eigen: odd polynomial over even polynomial on [-7.9, 7.9], beyond which the result is 1 in single
     * precision. The Vector API's own TANH calls a library function where there is one and is scalar elsewhere.
     *
     * @param v any values
     */
    static FloatVector tanh(FloatVector v) {
        FloatVector x = v.min(7.90531110763549805f).max(-7.90531110763549805f);
        FloatVector q = x.mul(x);
        FloatVector odd = q.mul(-2.76076847742355e-16f).add(2.00018790482477e-13f);
        odd = odd.fma(q, constant(-8.60467152213735e-11f));
        odd = odd.fma(q, constant(5.12229709037114e-08f));
        odd = odd.fma(q, constant(1.48572235717979e-05f));
        odd = odd.fma(q, constant(6.37261928875436e-04f));
        odd = odd.fma(q, constant(4.89352455891786e-03f)).mul(x);
        FloatVector even = q.mul(1.19825839466702e-06f).add(1.18534705686654e-04f);
        even = even.fma(q, constant(2.26843463243900e-03f));
        even = even.fma(q, constant(4.89352518554385e-03f));
        return odd.div(even);
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
