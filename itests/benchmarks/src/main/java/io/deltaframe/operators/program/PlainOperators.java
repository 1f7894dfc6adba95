package io.deltaframe.operators.program;

import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.Normalization;
import java.util.Arrays;

/**
 * The operators as plain loops over channels-last maps, by their definitions: what the compiler makes of them is what
 * they cost.
 */
final class PlainOperators {

    private PlainOperators() { }

    /** The middle frame, normalised. */
    static void normalize(byte[] frames, Normalization normalization, FeatureMap rgb) {
        int frame = rgb.height * rgb.width * 3;
        for (int y = 0; y < rgb.height; y++) {
            for (int x = 0; x < rgb.width; x++) {
                for (int c = 0; c < 3; c++) {
                    int value = frames[2 * frame + (y * rgb.width + x) * 3 + c] & 0xFF;
                    rgb.data[rgb.index(0, y, x) + c] =
                            (value / 255f - normalization.mean().get(c)) / normalization.std().get(c);
                }
            }
        }
    }

    /** Differences of the five frames, summed over 2x2 pixels. */
    static void differences(byte[] frames, int width, FeatureMap out) {
        int row = width * 3;
        int frame = 2 * out.height * row;
        for (int y = 0; y < out.height; y++) {
            for (int x = 0; x < out.width; x++) {
                for (int f = 0; f < 4; f++) {
                    for (int c = 0; c < 3; c++) {
                        int at = f * frame + 2 * y * row + 6 * x + c;
                        int sum = 0;
                        for (int k = 0; k < 4; k++) {
                            int pixel = at + k / 2 * row + k % 2 * 3;
                            sum += (frames[pixel + frame] & 0xFF) - (frames[pixel] & 0xFF);
                        }
                        out.data[out.index(0, y, x) + 3 * f + c] = sum;
                    }
                }
            }
        }
    }

    /** {@code depthwise3x3} of the neighbour less the segment itself: forward, then backward. */
    static void segmentDifferences(float[] weights, FeatureMap in, FeatureMap out) {
        for (int t = 0; t < in.images; t++) {
            for (int y = 0; y < in.height; y++) {
                for (int x = 0; x < in.width; x++) {
                    for (int c = 0; c < in.channels; c++) {
                        float own = in.data[in.index(t, y, x) + c];
                        if (t < in.images - 1) {
                            out.data[out.index(t, y, x) + c] = depthwise(weights, in, t + 1, y, x, c) - own;
                        }
                        if (t > 0) {
                            out.data[out.index(in.images + t, y, x) + c] = depthwise(weights, in, t - 1, y, x, c) - own;
                        }
                    }
                }
            }
        }
    }

    private static float depthwise(float[] weights, FeatureMap in, int t, int y, int x, int c) {
        float sum = 0;
        for (int ky = 0; ky < 3; ky++) {
            for (int kx = 0; kx < 3; kx++) {
                // The border of zeros is the padding
                sum += weights[c * 9 + ky * 3 + kx] * in.data[in.index(t, y + ky - 1, x + kx - 1) + c];
            }
        }
        return sum;
    }

    static void averagePool(FeatureMap in, FeatureMap out) {
        for (int n = 0; n < out.images; n++) {
            for (int y = 0; y < out.height; y++) {
                for (int x = 0; x < out.width; x++) {
                    for (int c = 0; c < out.channels; c++) {
                        out.data[out.index(n, y, x) + c] = (in.data[in.index(n, 2 * y, 2 * x) + c]
                                + in.data[in.index(n, 2 * y, 2 * x + 1) + c]
                                + in.data[in.index(n, 2 * y + 1, 2 * x) + c]
                                + in.data[in.index(n, 2 * y + 1, 2 * x + 1) + c]) / 4;
                    }
                }
            }
        }
    }

    /** Over values that are not negative. */
    static void maxPool(FeatureMap in, FeatureMap out) {
        for (int n = 0; n < out.images; n++) {
            for (int y = 0; y < out.height; y++) {
                for (int x = 0; x < out.width; x++) {
                    for (int c = 0; c < out.channels; c++) {
                        float most = 0;
                        for (int k = 0; k < 9; k++) {
                            most = Math.max(most, in.data[in.index(n, 2 * y - 1 + k / 3, 2 * x - 1 + k % 3) + c]);
                        }
                        out.data[out.index(n, y, x) + c] = most;
                    }
                }
            }
        }
    }

    /** To twice the size. */
    static void upsample(FeatureMap in, FeatureMap out) {
        for (int n = 0; n < out.images; n++) {
            for (int y = 0; y < out.height; y++) {
                for (int x = 0; x < out.width; x++) {
                    for (int c = 0; c < out.channels; c++) {
                        out.data[out.index(n, y, x) + c] = in.data[in.index(n, y / 2, x / 2) + c];
                    }
                }
            }
        }
    }

    /**
     * With {@code expand} the 1x1 convolution of a third of the scales, halved: the argument of the hyperbolic tangent.
     */
    static void excite(Convolution.Weights expand, FeatureMap scales, FeatureMap x) {
        for (int t = 0; t < x.images; t++) {
            for (int row = 0; row < x.height; row++) {
                for (int column = 0; column < x.width; column++) {
                    int forward = scales.index(t, row, column);
                    int backward = scales.index(x.images + t, row, column);
                    for (int c = 0; c < x.channels; c++) {
                        double sum = Math.tanh(expanded(expand, scales, forward, c))
                                + Math.tanh(expanded(expand, scales, backward, c));
                        x.data[x.index(t, row, column) + c] *= (float) (1 + sum / 4);
                    }
                }
            }
        }
    }

    private static float expanded(Convolution.Weights expand, FeatureMap scales, int at, int c) {
        float sum = expand.bias()[c];
        for (int i = 0; i < scales.channels; i++) {
            sum += expand.weight()[c * scales.channels + i] * scales.data[at + i];
        }
        return sum;
    }

    static void temporalConvolution(float[] weights, FeatureMap in, FeatureMap out) {
        for (int t = 0; t < in.images; t++) {
            for (int y = 0; y < in.height; y++) {
                for (int x = 0; x < in.width; x++) {
                    for (int c = 0; c < in.channels; c++) {
                        float sum = 0;
                        for (int k = Math.max(-1, -t); k <= Math.min(1, in.images - 1 - t); k++) {
                            sum += weights[c * 3 + k + 1] * in.data[in.index(t + k, y, x) + c];
                        }
                        out.data[out.index(t, y, x) + c] = sum;
                    }
                }
            }
        }
    }

    /** Half of each, the branch at half the size. */
    static void fuse(FeatureMap rgb, FeatureMap branch, FeatureMap out) {
        for (int y = 0; y < rgb.height; y++) {
            for (int x = 0; x < rgb.width; x++) {
                for (int c = 0; c < rgb.channels; c++) {
                    out.data[out.index(0, y, x) + c] = 0.5f * rgb.data[rgb.index(0, y, x) + c]
                            + 0.5f * branch.data[branch.index(0, y / 2, x / 2) + c];
                }
            }
        }
    }

    /** Average over pixels, classifier, average over segments. */
    static void classify(Convolution.Weights head, FeatureMap maps, float[] features, float[] logits) {
        Arrays.fill(logits, 0);
        for (int t = 0; t < maps.images; t++) {
            Arrays.fill(features, 0);
            for (int y = 0; y < maps.height; y++) {
                for (int x = 0; x < maps.width; x++) {
                    for (int c = 0; c < maps.channels; c++) {
                        features[c] += maps.data[maps.index(t, y, x) + c];
                    }
                }
            }
            for (int k = 0; k < logits.length; k++) {
                float sum = 0;
                for (int c = 0; c < features.length; c++) {
                    sum += head.weight()[k * features.length + c] * features[c];
                }
                logits[k] += (sum / (maps.height * maps.width) + head.bias()[k]) / maps.images;
            }
        }
    }
}
