package io.deltaframe.operators.program;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;

import io.deltaframe.operators.layout.FeatureMap;
import jdk.incubator.vector.FloatVector;

/**
 * Temporal convolution over each segment and its neighbours, channel by channel:
 * {@code out[t] = w0 * x[t-1] + w1 * x[t] + w2 * x[t+1]}, with zeros before the first and after the last segment.
 * The first segment may have a neighbour that is computed no more.
 */
public final class TemporalConvolutionStep implements Step {

    private final FeatureMap in;
    private final FeatureMap out;
    private final FeatureMap left;
    private final float[] weights;

    /**
     * Binds the step.
     *
     * @param weights {@code channels x 3}
     * @param left    the image before the first, of the size of the others, or null where there is none
     * @param in      T images
     * @param out     T images of the same size
     */
    public TemporalConvolutionStep(float[] weights, FeatureMap left, FeatureMap in, FeatureMap out) {
        this.left = left;
        this.in = in;
        this.out = out;
        this.weights = SegmentDifferenceStep.tapMajor(weights, in.channels, in.stride, 3);
    }

    @Override
    public int tasks() {
        return in.images * in.height;
    }

    @Override
    public void run(int task, int slot) {
        int t = task / in.height;
        int y = task % in.height;
        boolean before = t > 0 || left != null;
        boolean after = t < in.images - 1;
        int image = in.imageStride();
        float[] neighbours = t > 0 ? in.data : before ? left.data : null;
        int neighbour = t > 0 ? -image : before ? left.index(0, y, 0) - in.index(0, y, 0) : 0;
        for (int x = 0; x < in.width; x++) {
            int at = in.index(t, y, x);
            int to = out.index(t, y, x);
            for (int c = 0; c < in.stride; c += L) {
                FloatVector sum = FloatVector.fromArray(SPECIES, in.data, at + c)
                        .mul(FloatVector.fromArray(SPECIES, weights, in.stride + c));
                if (before) {
                    sum = FloatVector.fromArray(SPECIES, neighbours, at + neighbour + c)
                            .fma(FloatVector.fromArray(SPECIES, weights, c), sum);
                }
                if (after) {
                    sum = FloatVector.fromArray(SPECIES, in.data, at + image + c)
                            .fma(FloatVector.fromArray(SPECIES, weights, 2 * in.stride + c), sum);
                }
                sum.intoArray(out.data, to + c);
            }
        }
    }
}
