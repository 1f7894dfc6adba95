package io.deltaframe.operators.program;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;

import io.deltaframe.operators.layout.FeatureMap;
import jdk.incubator.vector.FloatVector;

/**
 * Differences between neighbouring segments of a clip, forward and backward. With {@code m = depthwise3x3(z)}, the
 * forward difference of segment t is {@code m[t+1] - z[t]} and the backward one {@code m[t-1] - z[t]}; where there is
 * no neighbour it is zero. Images 0 to T-1 of the output are the forward differences, T to 2T-1 the backward ones;
 * those that are zero are never written. The first segment may have a neighbour that is computed no more.
 */
public final class SegmentDifferenceStep implements Step {

    private final FeatureMap squeezed;
    private final FeatureMap differences;
    private final FeatureMap left;
    private final float[] weights;

    /**
     * Binds the step.
     *
     * @param weights     {@code channels x 3 x 3}
     * @param left        the image before the first, of the same layout, or null where there is none
     * @param squeezed    T images with a border of 1
     * @param differences 2T images
     */
    public SegmentDifferenceStep(float[] weights, FeatureMap left, FeatureMap squeezed, FeatureMap differences) {
        this.squeezed = squeezed;
        this.differences = differences;
        this.left = left;
        this.weights = tapMajor(weights, squeezed.channels, squeezed.stride, 9);
    }

    /**
     * {@return depth-wise weights with the channels innermost, padded to whole vectors}
     *
     * @param weights  {@code channels x taps}
     * @param channels channels
     * @param stride   padded channels
     * @param taps     weights a channel
     */
    static float[] tapMajor(float[] weights, int channels, int stride, int taps) {
        float[] packed = new float[taps * stride];
        for (int c = 0; c < channels; c++) {
            for (int k = 0; k < taps; k++) {
                packed[k * stride + c] = weights[c * taps + k];
            }
        }
        return packed;
    }

    @Override
    public int tasks() {
        return (left == null ? squeezed.images : squeezed.images + 1) * squeezed.height;
    }

    @Override
    public void run(int task, int slot) {
        int t = task / squeezed.height;
        int y = task % squeezed.height;
        if (t < squeezed.images) {
            row(t, y);
        } else {
            rowOfLeft(y);
        }
    }

    private void row(int t, int y) {
        int segments = squeezed.images;
        int row = squeezed.rowStride();
        for (int x = 0; x < squeezed.width; x++) {
            int at = squeezed.index(t, y, x);
            for (int c = 0; c < squeezed.stride; c += L) {
                FloatVector m = depthwise(squeezed.data, at - row - squeezed.stride + c, c);
                if (t > 0) {
                    m.sub(FloatVector.fromArray(SPECIES, squeezed.data, at - squeezed.imageStride() + c))
                            .intoArray(differences.data, differences.index(t - 1, y, x) + c);
                }
                if (t < segments - 1) {
                    m.sub(FloatVector.fromArray(SPECIES, squeezed.data, at + squeezed.imageStride() + c))
                            .intoArray(differences.data, differences.index(segments + t + 1, y, x) + c);
                }
            }
        }
    }

    private void rowOfLeft(int y) {
        int row = squeezed.rowStride();
        for (int x = 0; x < squeezed.width; x++) {
            int at = left.index(0, y, x);
            int first = squeezed.index(0, y, x);
            int to = differences.index(squeezed.images, y, x);
            for (int c = 0; c < squeezed.stride; c += L) {
                depthwise(left.data, at - row - squeezed.stride + c, c)
                        .sub(FloatVector.fromArray(SPECIES, squeezed.data, first + c))
                        .intoArray(differences.data, to + c);
            }
        }
    }

    private FloatVector depthwise(float[] data, int at, int c) {
        int column = squeezed.stride;
        int row = squeezed.rowStride();
        FloatVector sum = product(data, at, c, 0);
        sum = fma(data, at + column, c, 1, sum);
        sum = fma(data, at + 2 * column, c, 2, sum);
        sum = fma(data, at + row, c, 3, sum);
        sum = fma(data, at + row + column, c, 4, sum);
        sum = fma(data, at + row + 2 * column, c, 5, sum);
        sum = fma(data, at + 2 * row, c, 6, sum);
        sum = fma(data, at + 2 * row + column, c, 7, sum);
        return fma(data, at + 2 * row + 2 * column, c, 8, sum);
    }

    private FloatVector product(float[] data, int at, int c, int tap) {
        return FloatVector.fromArray(SPECIES, data, at)
                .mul(FloatVector.fromArray(SPECIES, weights, tap * squeezed.stride + c));
    }

    private FloatVector fma(float[] data, int at, int c, int tap, FloatVector sum) {
        return FloatVector.fromArray(SPECIES, data, at)
                .fma(FloatVector.fromArray(SPECIES, weights, tap * squeezed.stride + c), sum);
    }
}
