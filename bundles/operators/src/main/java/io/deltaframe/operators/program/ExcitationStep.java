package io.deltaframe.operators.program;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.convolution.PixelGrid;
import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Images;
import io.deltaframe.operators.layout.Workspace;
import io.deltaframe.operators.tile.Im2colBuffer;
import io.deltaframe.operators.tile.Tiles;
import jdk.incubator.vector.FloatVector;

/**
 * The last part of motion excitation: {@code x += x * ((sigmoid(f) - 1/2) + (sigmoid(b) - 1/2)) / 2}, where f and b are
 * the forward and backward sums of scales, expanded to all channels. As {@code sigmoid(v) - 1/2 = tanh(v / 2) / 2},
 * this is {@code x *= 1 + (tanh(f / 2) + tanh(b / 2)) / 4}. The expanded values live in a scratch array of a few pixels
 * only: as maps they would be twice the size of x.
 */
public final class ExcitationStep implements Step {

    /**
     * Pixels a task: a multiple of every tile's, and few enough that both scratch arrays stay in the second-level
     * cache.
     */
    private static final int PIXELS = 24;

    /** Of the approximation in {@link #tanh}. */
    private static final FloatVector LIMIT = constant(7.90531110763549805f);
    private static final FloatVector NEGATIVE_LIMIT = constant(-7.90531110763549805f);
    private static final FloatVector ODD_1 = constant(4.89352455891786e-03f);
    private static final FloatVector ODD_3 = constant(6.37261928875436e-04f);
    private static final FloatVector ODD_5 = constant(1.48572235717979e-05f);
    private static final FloatVector ODD_7 = constant(5.12229709037114e-08f);
    private static final FloatVector ODD_9 = constant(-8.60467152213735e-11f);
    private static final FloatVector ODD_11 = constant(2.00018790482477e-13f);
    private static final FloatVector ODD_13 = constant(-2.76076847742355e-16f);
    private static final FloatVector EVEN_0 = constant(4.89352518554385e-03f);
    private static final FloatVector EVEN_2 = constant(2.26843463243900e-03f);
    private static final FloatVector EVEN_4 = constant(1.18534705686654e-04f);
    private static final FloatVector EVEN_6 = constant(1.19825839466702e-06f);

    private final PackedConvolution halfExpand;
    private final FeatureMap scales;
    private final Images x;
    private final FeatureMap out;
    private final Im2colBuffer im2col;
    private final PixelGrid grid;
    private final int[] scratchBase = new int[PIXELS + Tiles.MOST_PIXELS];
    private final FeatureMap scratch;
    private final int chunks;

    /**
     * Binds the step.
     *
     * @param halfExpand expansion to all channels of a third of the scales, and half of it
     * @param scales     2T images, forward then backward: sums of the three scales
     * @param x          T images
     * @param out        where they go, of the same layout; may be x itself
     * @param scratch    of {@link #scratch}
     * @param im2col     where inputs are gathered
     */
    public ExcitationStep(PackedConvolution halfExpand, FeatureMap scales, Images x, FeatureMap out, FeatureMap scratch,
            Im2colBuffer im2col) {
        this.halfExpand = halfExpand;
        this.scales = scales;
        this.x = x;
        this.out = out;
        this.im2col = im2col;
        this.grid = PixelGrid.of(1, scales, out, 1, 0);
        this.chunks = (grid.pixels + PIXELS - 1) / PIXELS;
        for (int p = 0; p < scratchBase.length; p++) {
            scratchBase[p] = Math.min(p, PIXELS - 1) * out.stride;
        }
        this.scratch = scratch;
    }

    /**
     * {@return a buffer for what is expanded, an image a thread, which steps of a program with as many channels can
     * share}
     *
     * <p>A short last chunk's overhanging tile writes behind its pixels, still inside of its half.
     *
     * @param workspace where its array comes from
     * @param slots     threads that may work at the same time
     * @param channels  channels of x
     */
    public static FeatureMap scratch(Workspace workspace, int slots, int channels) {
        return new FeatureMap(workspace, slots, 2, PIXELS, channels, 0);
    }

    @Override
    public int tasks() {
        return out.images * chunks;
    }

    @Override
    public void run(int task, int slot) {
        int t = task / chunks;
        int from = task % chunks * PIXELS;
        int to = Math.min(from + PIXELS, grid.pixels);
        float[] both = scratch.data;
        int forward = scratch.index(slot, 0, 0);
        int backward = scratch.index(slot, 1, 0);
        expand(t, from, to, both, forward, im2col.of(slot));
        expand(out.images + t, from, to, both, backward, im2col.of(slot));
        int length = (to - from) * out.stride;
        tanh(both, forward, length);
        tanh(both, backward, length);
        int fromX = x.offset(t, out);
        int toOut = t * out.imageStride();
        for (int p = from; p < to; p++) {
            scale(x.array(t), grid.outBase[p] + fromX, out.data, grid.outBase[p] + toOut, both,
                    forward + (p - from) * out.stride, scratch.rowStride(), out.stride);
        }
    }

    /** Times {@code 1 + (forward + backward) / 4}. */
    private static void scale(float[] x, int from, float[] out, int at, float[] both, int f, int backward,
            int channels) {
        for (int c = 0; c < channels; c += L) {
            FloatVector sum = FloatVector.fromArray(SPECIES, both, f + c)
                    .add(FloatVector.fromArray(SPECIES, both, backward + f + c));
            FloatVector value = FloatVector.fromArray(SPECIES, x, from + c);
            value.mul(0.25f).fma(sum, value).intoArray(out, at + c);
        }
    }

    private void expand(int image, int from, int to, float[] into, int offset, Im2colBuffer.ThreadBuffer buffer) {
        halfExpand.run(scales.data, image * scales.imageStride(), grid, from, to, 0, halfExpand.blocks(),
                into, scratchBase, 0, offset, false, buffer);
    }

    /**
     * The hyperbolic tangent in place, to 4 units in the last place. The rational minimax approximation of degree 13
     * over 6 that is well known from Eigen: odd polynomial over even polynomial on [-7.9, 7.9], beyond which the result
     * is 1 in single precision. The Vector API's own TANH calls a library function where there is one and is scalar
     * elsewhere. In a loop of its own, because together with anything else it exceeds what C2 inlines, and then every
     * vector is an object.
     *
     * @param values any values
     * @param from   first of them
     * @param length how many; rounded up to whole vectors
     */
    static void tanh(float[] values, int from, int length) {
        for (int i = from; i < from + length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, values, i);
            v = v.blend(LIMIT, v.compare(GT, LIMIT));
            v = v.blend(NEGATIVE_LIMIT, v.compare(LT, NEGATIVE_LIMIT));
            FloatVector q = v.mul(v);
            FloatVector odd = ODD_13.fma(q, ODD_11).fma(q, ODD_9).fma(q, ODD_7).fma(q, ODD_5).fma(q, ODD_3)
                    .fma(q, ODD_1).mul(v);
            odd.div(EVEN_6.fma(q, EVEN_4).fma(q, EVEN_2).fma(q, EVEN_0)).intoArray(values, i);
        }
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
