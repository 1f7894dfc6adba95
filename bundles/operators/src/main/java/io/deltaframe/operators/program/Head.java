package io.deltaframe.operators.program;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;

import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.tdn.Convolution;
import jdk.incubator.vector.FloatVector;

/**
 * Average over pixels, consensus over segments, and the classifier. The consensus, a mean, is taken of the features
 * instead of the logits: the classifier is linear, so the result is the same for an eighth of the work. Immutable.
 */
public final class Head {

    private final int classes;
    private final int features;
    private final float[] weights;
    private final float[] bias;

    /**
     * Packs the classifier.
     *
     * @param weights  {@code classes x features} and a bias a class
     * @param features number of features
     */
    public Head(Convolution.Weights weights, int features) {
        this.classes = weights.bias().length;
        this.features = Lanes.padded(features);
        this.bias = weights.bias();
        this.weights = new float[Math.multiplyExact(classes, this.features)];
        for (int c = 0; c < classes; c++) {
            System.arraycopy(weights.weight(), c * features, this.weights, c * this.features, features);
        }
    }

    /**
     * {@return a buffer for the features of T segments, their mean, and a vector of partial sums}
     *
     * @param segments T
     */
    public float[] buffer(int segments) {
        return new float[(segments + 1) * features + L];
    }

    /**
     * Averages the features of segments over their pixels.
     *
     * @param maps    images, output of the last stage
     * @param buffer  from {@link #buffer}
     * @param segment of which segment in the buffer the first image is
     */
    public void pool(FeatureMap maps, float[] buffer, int segment) {
        float perPixel = 1f / (maps.height * maps.width);
        for (int t = 0; t < maps.images; t++) {
            for (int c = 0; c < features; c += L) {
                FloatVector sum = FloatVector.zero(SPECIES);
                for (int y = 0; y < maps.height; y++) {
                    for (int x = 0; x < maps.width; x++) {
                        sum = sum.add(FloatVector.fromArray(SPECIES, maps.data, maps.index(t, y, x) + c));
                    }
                }
                sum.mul(perPixel).intoArray(buffer, (segment + t) * features + c);
            }
        }
    }

    /**
     * Forgets the oldest segments: the others move to the front.
     *
     * @param buffer   from {@link #buffer}
     * @param segments T
     * @param oldest   how many are forgotten
     */
    public void shift(float[] buffer, int segments, int oldest) {
        System.arraycopy(buffer, oldest * features, buffer, 0, (segments - oldest) * features);
    }

    /**
     * Classifies a clip whose segments have been {@linkplain #pool averaged}.
     *
     * @param buffer   their features
     * @param segments T
     * @param logits   one a class, overwritten
     */
    public void classify(float[] buffer, int segments, float[] logits) {
        int consensus = segments * features;
        for (int c = 0; c < features; c += L) {
            FloatVector total = FloatVector.zero(SPECIES);
            for (int t = 0; t < segments; t++) {
                total = total.add(FloatVector.fromArray(SPECIES, buffer, t * features + c));
            }
            total.mul(1f / segments).intoArray(buffer, consensus + c);
        }
        for (int k = 0; k < classes; k++) {
            logits[k] = bias[k] + dot(buffer, consensus, k * features, consensus + features);
        }
    }

    /** Lanes are summed in order, because the order of {@code reduceLanes} changes when the compiler takes over. */
    private float dot(float[] buffer, int at, int row, int partial) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int c = 0; c < features; c += L) {
            sum = FloatVector.fromArray(SPECIES, buffer, at + c)
                    .fma(FloatVector.fromArray(SPECIES, weights, row + c), sum);
        }
        sum.intoArray(buffer, partial);
        float total = 0;
        for (int lane = 0; lane < L; lane++) {
            total += buffer[partial + lane];
        }
        return total;
    }
}
