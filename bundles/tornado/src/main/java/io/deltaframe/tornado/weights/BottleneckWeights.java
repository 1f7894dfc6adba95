package io.deltaframe.tornado.weights;

import io.deltaframe.tdn.Bottleneck;
import io.deltaframe.tornado.kernels.ConvolutionWeights;
import java.util.List;

/**
 * Where a bottleneck's weights are. Immutable.
 *
 * @param name       key prefix without {@code base_model.}
 * @param squeeze    1x1, ReLU after it
 * @param longTerm   motion excitation and temporal convolution, or null
 * @param spatial    3x3, ReLU after it
 * @param expand     1x1
 * @param projection 1x1, or null where the input itself is added
 */
public record BottleneckWeights(String name, ConvolutionWeights squeeze, LongTerm longTerm, ConvolutionWeights spatial,
                         ConvolutionWeights expand, ConvolutionWeights projection) {

    /**
     * Where the weights of the long-term part are; {@link Bottleneck.MotionExcitation} says what is folded into them.
     *
     * @param squeeze     1x1 to a sixteenth of the channels
     * @param depthwise   nine taps x channels
     * @param half        3x3 on the halved differences
     * @param fullAndSelf 3x3 on the differences
     * @param halfExpand  1x1 back to all channels
     * @param mixing      three taps x channels
     */
    public record LongTerm(ConvolutionWeights squeeze, int depthwise, ConvolutionWeights half,
            ConvolutionWeights fullAndSelf, ConvolutionWeights halfExpand, int mixing) { }

    static List<BottleneckWeights> place(List<Bottleneck> stage, WeightArrayBuilder memory) {
        return stage.stream().map(bottleneck -> place(bottleneck, memory)).toList();
    }

    private static BottleneckWeights place(Bottleneck b, WeightArrayBuilder memory) {
        return new BottleneckWeights(b.name().substring(b.name().indexOf('.') + 1), memory.convolution(b.squeeze()),
                b.longTerm().map(longTerm -> place(longTerm, memory)).orElse(null), memory.convolution(b.spatial()),
                memory.convolution(b.expand()), b.projection().map(memory::convolution).orElse(null));
    }

    private static LongTerm place(Bottleneck.LongTerm longTerm, WeightArrayBuilder memory) {
        Bottleneck.MotionExcitation excitation = longTerm.excitation();
        int squeezed = excitation.depthwise().outChannels();
        int channels = longTerm.mixing().channels();
        return new LongTerm(memory.convolution(excitation.squeeze()),
                memory.constants(9 * squeezed, () -> tapMajor(excitation.depthwise().load().weight(), squeezed, 9)),
                memory.convolution(excitation.half()),
                memory.convolution(excitation.fullAndSelf()), memory.convolution(excitation.halfExpand()),
                memory.constants(3 * channels, () -> tapMajor(longTerm.mixing().load(), channels, 3)));
    }

    private static float[] tapMajor(float[] weights, int channels, int taps) {
        float[] packed = new float[taps * channels];
        for (int c = 0; c < channels; c++) {
            for (int k = 0; k < taps; k++) {
                packed[k * channels + c] = weights[c * taps + k];
            }
        }
        return packed;
    }
}
