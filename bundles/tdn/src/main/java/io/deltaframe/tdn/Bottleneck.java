package io.deltaframe.tdn;

import java.util.Objects;
import java.util.Optional;

/**
 * A bottleneck of the ResNet: squeeze 1x1, spatial 3x3, expand 1x1, added to the input (or to its projection) before
 * the last ReLU. In stages 2 to 4 motion excitation and temporal convolution stand between squeeze and spatial
 * convolution.
 *
 * @param name       key prefix, such as {@code base_model.layer2_bak.0}
 * @param squeeze    {@code conv1}, ReLU after it
 * @param longTerm   motion excitation and temporal convolution; empty in stage 1 and in the short-term branch
 * @param spatial    {@code conv2}, carries the stride, ReLU after it
 * @param expand     {@code conv3}
 * @param projection {@code downsample}; empty where the input itself is added
 */
public record Bottleneck(String name, Convolution squeeze, Optional<LongTerm> longTerm, Convolution spatial,
                         Convolution expand, Optional<Convolution> projection) {

    /**
     * Checks the components.
     *
     * @throws NullPointerException if one is null
     */
    public Bottleneck {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(squeeze, "squeeze");
        Objects.requireNonNull(longTerm, "longTerm");
        Objects.requireNonNull(spatial, "spatial");
        Objects.requireNonNull(expand, "expand");
        Objects.requireNonNull(projection, "projection");
    }

    /**
     * The long-term part of a bottleneck.
     *
     * @param excitation excites motion-sensitive channels
     * @param mixing     mixes neighbouring segments
     */
    public record LongTerm(MotionExcitation excitation, TemporalConvolution mixing) { }

    /**
     * Motion excitation ({@code mse}). With {@code z = squeeze(x)} and {@code m = depthwise(z)}, the forward difference
     * d of segment t is {@code m[t+1] - z[t]} (0 for the last), the backward one {@code m[t-1] - z[t]} (0 for the
     * first). The released code takes for each direction
     *
     * <pre>
     *   s = (d + full(d) + nearest(half(avgpool2x2(d)))) / 3
     *   e = sigmoid(expand(s)) - 1/2
     *   x = x + x * (e_forward + e_backward) / 2
     * </pre>
     *
     * <p>The constants are folded into weights here, once for all engines. {@code full} gets an identity, and as
     * {@code sigmoid(v) - 1/2 = tanh(v / 2) / 2}, {@code expand} gets the third and the half:
     *
     * <pre>
     *   s = fullAndSelf(d) + nearest(half(avgpool2x2(d)))      fullAndSelf: w[c][c][1][1] + 1
     *   x = x * (1 + (tanh(halfExpand(s_forward)) + tanh(halfExpand(s_backward))) / 4)      halfExpand: w / 6, b / 2
     * </pre>
     *
     * @param squeeze     {@code conv1}+{@code bn1}, 1x1, to a sixteenth of the channels
     * @param depthwise   {@code conv2}, 3x3, one group a channel, no normalisation
     * @param half        {@code conv3_smallscale2} with its normalisation, 3x3
     * @param fullAndSelf {@code conv3_smallscale4} with its normalisation, 3x3, plus its input
     * @param halfExpand  {@code conv3}+{@code bn3}, 1x1, back to all channels, of a third of its input, halved
     */
    public record MotionExcitation(Convolution squeeze, Convolution depthwise, Convolution half,
                                   Convolution fullAndSelf, Convolution halfExpand) {

        /**
         * {@return motion excitation with its constants folded into the convolutions of the released code}
         *
         * @param squeeze   {@code conv1}+{@code bn1}
         * @param depthwise {@code conv2}
         * @param half      {@code conv3_smallscale2} with its normalisation
         * @param full      {@code conv3_smallscale4} with its normalisation
         * @param expand    {@code conv3}+{@code bn3}
         */
        public static MotionExcitation fold(Convolution squeeze, Convolution depthwise, Convolution half,
                                            Convolution full, Convolution expand) {
            return new MotionExcitation(squeeze, depthwise, half, full.map(MotionExcitation::addIdentity),
                    expand.map(MotionExcitation::halfOfThird));
        }

        private static Convolution.Weights addIdentity(Convolution.Weights weights) {
            int channels = weights.bias().length;
            float[] weight = weights.weight();
            for (int c = 0; c < channels; c++) {
                weight[(c * channels + c) * 9 + 4] += 1;
            }
            return weights;
        }

        private static Convolution.Weights halfOfThird(Convolution.Weights weights) {
            scale(weights.weight(), 1 / 6f);
            scale(weights.bias(), 1 / 2f);
            return weights;
        }

        private static void scale(float[] values, float factor) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
        }
    }

    /**
     * Depth-wise convolution over segments, kernel 3, zeros before the first and after the last ({@code shift.conv}).
     *
     * @param name     key without {@code .weight}
     * @param channels number of channels
     * @param weights  reads {@code channels x 3} weights: for the segment before, this one, the one after
     */
    public record TemporalConvolution(String name, int channels, Convolution.Source weights) {

        /**
         * {@return {@code channels x 3} weights: for the segment before, this one, the one after}
         *
         * @throws CheckpointException if they cannot be read
         */
        public float[] load() throws CheckpointException {
            return weights.load().weight();
        }
    }
}
