package io.deltaframe.operators.program;

import io.deltaframe.operators.layout.FeatureMap;
import java.util.random.RandomGenerator;

/** The operators by their definitions: plain loops in double precision over NCHW arrays. */
public final class ReferenceOperators {

    private ReferenceOperators() { }

    static float[] random(RandomGenerator random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }

    public static void fill(FeatureMap map, float[] nchw) {
        int i = 0;
        for (int n = 0; n < map.images; n++) {
            for (int c = 0; c < map.channels; c++) {
                for (int y = 0; y < map.height; y++) {
                    for (int x = 0; x < map.width; x++) {
                        map.data[map.index(n, y, x) + c] = nchw[i++];
                    }
                }
            }
        }
    }

    /** The value of a pixel, or {@code outside} where there is none. */
    private static double at(float[] nchw, int channels, int height, int width, int n, int c, int y, int x,
            double outside) {
        return y < 0 || x < 0 || y >= height || x >= width ? outside
                : nchw[((n * channels + c) * height + y) * width + x];
    }

    public static float[] convolution(float[] in, int images, int channels, int height, int width, float[] weight,
            float[] bias, int kernel, int stride, int padding) {
        int outChannels = bias.length;
        int outHeight = (height + 2 * padding - kernel) / stride + 1;
        int outWidth = (width + 2 * padding - kernel) / stride + 1;
        float[] out = new float[images * outChannels * outHeight * outWidth];
        int i = 0;
        for (int n = 0; n < images; n++) {
            for (int o = 0; o < outChannels; o++) {
                for (int y = 0; y < outHeight; y++) {
                    for (int x = 0; x < outWidth; x++) {
                        double sum = bias[o];
                        for (int c = 0; c < channels; c++) {
                            for (int ky = 0; ky < kernel; ky++) {
                                for (int kx = 0; kx < kernel; kx++) {
                                    sum += (double) weight[((o * channels + c) * kernel + ky) * kernel + kx]
                                            * at(in, channels, height, width, n, c, y * stride - padding + ky,
                                                    x * stride - padding + kx, 0);
                                }
                            }
                        }
                        out[i++] = (float) sum;
                    }
                }
            }
        }
        return out;
    }

    static float[] maxPool(float[] in, int channels, int height, int width) {
        int outHeight = (height - 1) / 2 + 1;
        int outWidth = (width - 1) / 2 + 1;
        float[] out = new float[channels * outHeight * outWidth];
        int i = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < outHeight; y++) {
                for (int x = 0; x < outWidth; x++) {
                    double most = Double.NEGATIVE_INFINITY;
                    for (int k = 0; k < 9; k++) {
                        most = Math.max(most, at(in, channels, height, width, 0, c, 2 * y - 1 + k / 3,
                                2 * x - 1 + k % 3, Double.NEGATIVE_INFINITY));
                    }
                    out[i++] = (float) most;
                }
            }
        }
        return out;
    }

    /** Differences of normalised frames, averaged over 2x2 pixels: 12 channels. */
    static float[] differences(byte[] frames, int height, int width, double[] mean, double[] std) {
        int outHeight = height / 2;
        int outWidth = width / 2;
        float[] out = new float[12 * outHeight * outWidth];
        int i = 0;
        for (int f = 1; f < 5; f++) {
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < outHeight; y++) {
                    for (int x = 0; x < outWidth; x++) {
                        double sum = 0;
                        for (int k = 0; k < 4; k++) {
                            sum += normalized(frames, height, width, f, 2 * y + k / 2, 2 * x + k % 2, c, mean, std)
                                    - normalized(frames, height, width, f - 1, 2 * y + k / 2, 2 * x + k % 2, c, mean,
                                            std);
                        }
                        out[i++] = (float) (sum / 4);
                    }
                }
            }
        }
        return out;
    }

    static double normalized(byte[] frames, int height, int width, int f, int y, int x, int c, double[] mean,
            double[] std) {
        return ((frames[((f * height + y) * width + x) * 3 + c] & 0xFF) / 255.0 - mean[c]) / std[c];
    }
}
