package io.deltaframe.operators.network;

import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.program.ReferenceOperators;
import io.deltaframe.tdn.Bottleneck;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.NetworkPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Stages 2 to 4 of a window by their definitions: every bottleneck keeps the maps of every segment of the window, and
 * some of the segments are computed anew. In plain loops over arrays of channels x height x width, for even sizes.
 */
final class ReferenceWindow {

    private final NetworkPlan plan;
    private final int segments;
    private final List<Kept> bottlenecks = new ArrayList<>();
    private final float[][] pooled;

    ReferenceWindow(NetworkPlan plan) {
        this.plan = plan;
        this.segments = plan.architecture().segments();
        this.pooled = new float[segments][];
        for (int stage = 2; stage <= 4; stage++) {
            plan.stage(stage).forEach(bottleneck -> bottlenecks.add(new Kept(bottleneck, segments)));
        }
    }

    /** The window moves: what it keeps of its oldest segments goes. */
    void advance(int by) {
        for (Kept kept : bottlenecks) {
            System.arraycopy(kept.squeezed, by, kept.squeezed, 0, segments - by);
            System.arraycopy(kept.excited, by, kept.excited, 0, segments - by);
        }
        System.arraycopy(pooled, by, pooled, 0, segments - by);
    }

    /** Computes the newest segments, and the logits of the whole window. */
    float[] compute(List<SimdFeatures> newest) throws CheckpointException {
        int from = segments - newest.size();
        Map3[] maps = new Map3[segments];
        for (int b = 0; b < bottlenecks.size(); b++) {
            Bottleneck bottleneck = bottlenecks.get(b).bottleneck;
            Map3[] squeezed = new Map3[segments];
            Map3[] residual = new Map3[segments];
            for (int t = from; t < segments; t++) {
                squeezed[t] = b == 0 ? Map3.of(newest.get(t - from).squeezed())
                        : maps[t].convolved(bottleneck.squeeze()).relu();
                residual[t] = b == 0 ? Map3.of(newest.get(t - from).projected())
                        : bottleneck.projection().isEmpty() ? maps[t]
                        : maps[t].convolved(bottleneck.projection().get());
            }
            Map3[] mixed = bottlenecks.get(b).longTerm(squeezed, from);
            for (int t = from; t < segments; t++) {
                maps[t] = mixed[t].convolved(bottleneck.spatial()).relu().convolved(bottleneck.expand())
                        .plus(residual[t]).relu();
            }
        }
        for (int t = from; t < segments; t++) {
            pooled[t] = maps[t].means();
        }
        return logits();
    }

    private float[] logits() throws CheckpointException {
        Convolution.Weights head = plan.loadHead();
        float[] logits = head.bias().clone();
        for (float[] features : pooled) {
            for (int k = 0; k < logits.length; k++) {
                for (int c = 0; c < features.length; c++) {
                    logits[k] += head.weight()[k * features.length + c] * features[c] / segments;
                }
            }
        }
        return logits;
    }

    /** What a bottleneck keeps. */
    private record Kept(Bottleneck bottleneck, Map3[] squeezed, Map3[] excited) {

        Kept(Bottleneck bottleneck, int segments) {
            this(bottleneck, new Map3[segments], new Map3[segments]);
        }

        /** Motion excitation and temporal convolution of the segments from {@code from}. */
        Map3[] longTerm(Map3[] x, int from) throws CheckpointException {
            Bottleneck.LongTerm longTerm = bottleneck.longTerm().orElseThrow();
            for (int t = from; t < x.length; t++) {
                squeezed[t] = x[t].convolved(longTerm.excitation().squeeze());
            }
            for (int t = from; t < x.length; t++) {
                float[] forward = scales(t + 1, t, x);
                float[] backward = scales(t - 1, t, x);
                float[] values = x[t].values.clone();
                for (int i = 0; i < values.length; i++) {
                    values[i] *= (float) (1 + (Math.tanh(forward[i]) + Math.tanh(backward[i])) / 4);
                }
                excited[t] = new Map3(x[t].channels, x[t].height, x[t].width, values);
            }
            float[] weights = longTerm.mixing().load();
            Map3[] mixed = new Map3[x.length];
            for (int t = from; t < x.length; t++) {
                mixed[t] = new Map3(x[t].channels, x[t].height, x[t].width, new float[x[t].values.length]);
                int pixels = x[t].height * x[t].width;
                for (int tap = 0; tap < 3; tap++) {
                    int other = t + tap - 1;
                    for (int i = 0; i < x[t].values.length && other >= 0 && other < x.length; i++) {
                        mixed[t].values[i] += weights[i / pixels * 3 + tap] * excited[other].values[i];
                    }
                }
            }
            return mixed;
        }

        /** The expanded scales of the difference between a neighbour and a segment. */
        private float[] scales(int neighbour, int t, Map3[] x) throws CheckpointException {
            Bottleneck.MotionExcitation excitation = bottleneck.longTerm().orElseThrow().excitation();
            Map3 difference = neighbour < 0 || neighbour >= x.length ? squeezed[t].times(0)
                    : squeezed[neighbour].depthwise(excitation.depthwise().load().weight()).plus(squeezed[t].times(-1));
            return difference.convolved(excitation.fullAndSelf())
                    .plus(difference.halved().convolved(excitation.half()).doubled())
                    .convolved(excitation.halfExpand()).values;
        }
    }

    /** A map of one segment, channels x height x width. */
    private record Map3(int channels, int height, int width, float[] values) {

        static Map3 of(FeatureMap map) {
            return new Map3(map.channels, map.height, map.width, map.toNchw());
        }

        Map3 convolved(Convolution convolution) throws CheckpointException {
            Convolution.Weights weights = convolution.load();
            int lost = 2 * convolution.padding() - convolution.kernel();
            return new Map3(convolution.outChannels(), (height + lost) / convolution.stride() + 1,
                    (width + lost) / convolution.stride() + 1,
                    ReferenceOperators.convolution(values, 1, channels, height, width, weights.weight(),
                            weights.bias(), convolution.kernel(), convolution.stride(), convolution.padding()));
        }

        Map3 depthwise(float[] weights) {
            float[] result = new float[values.length];
            int pixels = height * width;
            for (int c = 0; c < channels; c++) {
                float[] one = ReferenceOperators.convolution(
                        Arrays.copyOfRange(values, c * pixels, (c + 1) * pixels), 1, 1, height, width,
                        Arrays.copyOfRange(weights, c * 9, c * 9 + 9), new float[1], 3, 1, 1);
                System.arraycopy(one, 0, result, c * pixels, pixels);
            }
            return new Map3(channels, height, width, result);
        }

        Map3 halved() {
            Map3 half = new Map3(channels, height / 2, width / 2, new float[values.length / 4]);
            for (int i = 0; i < half.values.length; i++) {
                int y = i / half.width * 2;
                int at = y * width + i % half.width * 2;
                half.values[i] = (values[at] + values[at + 1] + values[at + width] + values[at + width + 1]) / 4;
            }
            return half;
        }

        Map3 doubled() {
            Map3 twice = new Map3(channels, height * 2, width * 2, new float[values.length * 4]);
            for (int i = 0; i < twice.values.length; i++) {
                twice.values[i] = values[i / twice.width / 2 * width + i % twice.width / 2];
            }
            return twice;
        }

        Map3 plus(Map3 other) {
            float[] sum = values.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other.values[i];
            }
            return new Map3(channels, height, width, sum);
        }

        Map3 times(float factor) {
            float[] product = values.clone();
            for (int i = 0; i < product.length; i++) {
                product[i] *= factor;
            }
            return new Map3(channels, height, width, product);
        }

        Map3 relu() {
            float[] positive = values.clone();
            for (int i = 0; i < positive.length; i++) {
                positive[i] = Math.max(0, positive[i]);
            }
            return new Map3(channels, height, width, positive);
        }

        float[] means() {
            float[] means = new float[channels];
            for (int i = 0; i < values.length; i++) {
                means[i / (height * width)] += values[i] / (height * width);
            }
            return means;
        }
    }
}
