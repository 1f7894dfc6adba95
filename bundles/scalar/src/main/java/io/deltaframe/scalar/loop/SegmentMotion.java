package io.deltaframe.scalar.loop;

import java.util.Arrays;

/** Operators across the segments of a clip, which are a map's images; a channel a task. */
public final class SegmentMotion {

    private final WorkerTeam team;

    /** @param team where they run */
    public SegmentMotion(WorkerTeam team) {
        this.team = team;
    }

    /**
     * Takes differences between neighbouring segments. With {@code m = depthwise3x3(z)} the forward difference of
     * segment t is {@code m[t+1] - z[t]} and the backward one {@code m[t-1] - z[t]}; where there is no neighbour it is
     * zero.
     *
     * @param weights {@code channels x 3 x 3}
     * @param z       T images
     * @param out     2T images: first the forward differences, then the backward ones
     */
    public void differences(float[] weights, Planes z, Planes out) {
        int image = z.height * z.width;
        int segments = z.images;
        team.run(z.channels, (c, slot) -> {
            float[] from = z.values[c];
            float[] to = out.values[c];
            Arrays.fill(to, (segments - 1) * image, (segments + 1) * image, 0);
            for (int t = 0; t < segments; t++) {
                for (int p = 0; p < image; p++) {
                    float m = depthwise(weights, c * 9, from, t * image, z.height, z.width, p / z.width, p % z.width);
                    if (t > 0) {
                        to[(t - 1) * image + p] = m - from[(t - 1) * image + p];
                    }
                    if (t < segments - 1) {
                        to[(segments + t + 1) * image + p] = m - from[(t + 1) * image + p];
                    }
                }
            }
        });
    }

    private static float depthwise(float[] weights, int first, float[] plane, int image, int height, int width, int y,
            int x) {
        float sum = 0;
        for (int dy = Math.max(-1, -y); dy <= Math.min(1, height - 1 - y); dy++) {
            for (int dx = Math.max(-1, -x); dx <= Math.min(1, width - 1 - x); dx++) {
                sum += weights[first + 3 * dy + dx + 4] * plane[image + (y + dy) * width + x + dx];
            }
        }
        return sum;
    }

    /**
     * Excites: {@code x *= 1 + (tanh(forward) + tanh(backward)) / 4}, in place.
     *
     * @param expanded 2T images: forward, then backward; overwritten
     * @param x        T images
     */
    public void excite(Planes expanded, Planes x) {
        int pixels = x.pixels();
        team.run(x.channels, (c, slot) -> {
            float[] values = x.values[c];
            float[] both = expanded.values[c];
            tanh(both);
            for (int p = 0; p < pixels; p++) {
                values[p] += values[p] * 0.25f * (both[p] + both[pixels + p]);
            }
        });
    }

    /**
     * The hyperbolic tangent in place, to 4 units in the last place: the rational minimax approximation of degree 13
     * over 6 that is well known from Eigen, on [-7.9, 7.9], beyond which the result is 1 in single precision. A loop
     * of it is vectorised, one of {@code Math.tanh} is not and takes a quarter of a second a clip.
     */
    private static void tanh(float[] values) {
        for (int i = 0; i < values.length; i++) {
            float v = Math.max(Math.min(values[i], 7.90531110763549805f), -7.90531110763549805f);
            float q = v * v;
            float odd = -2.76076847742355e-16f;
            odd = odd * q + 2.00018790482477e-13f;
            odd = odd * q - 8.60467152213735e-11f;
            odd = odd * q + 5.12229709037114e-08f;
            odd = odd * q + 1.48572235717979e-05f;
            odd = odd * q + 6.37261928875436e-04f;
            odd = odd * q + 4.89352455891786e-03f;
            float even = 1.19825839466702e-06f;
            even = even * q + 1.18534705686654e-04f;
            even = even * q + 2.26843463243900e-03f;
            even = even * q + 4.89352518554385e-03f;
            values[i] = v * odd / even;
        }
    }

    /**
     * Mixes each segment with its neighbours: {@code out[t] = w0 * x[t-1] + w1 * x[t] + w2 * x[t+1]}, with zeros before
     * the first and after the last segment.
     *
     * @param weights {@code channels x 3}
     * @param in      T images
     * @param out     T images
     */
    public void mix(float[] weights, Planes in, Planes out) {
        int image = in.height * in.width;
        int pixels = in.pixels();
        team.run(in.channels, (c, slot) -> {
            float[] from = in.values[c];
            float[] to = out.values[c];
            for (int p = 0; p < pixels; p++) {
                float before = p < image ? 0 : from[p - image];
                float after = p < pixels - image ? from[p + image] : 0;
                to[p] = weights[3 * c] * before + weights[3 * c + 1] * from[p] + weights[3 * c + 2] * after;
            }
        });
    }
}
