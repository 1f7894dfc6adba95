package io.deltaframe.operators;

import io.deltaframe.tdn.Bottleneck;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.Convolution;
import java.util.ArrayList;
import java.util.List;

/**
 * A bottleneck's weights, packed. Immutable.
 *
 * @param name       key prefix without {@code base_model.}
 * @param squeeze    1x1, ReLU after it
 * @param longTerm   motion excitation and temporal convolution, or null
 * @param spatial    3x3, ReLU after it
 * @param expand     1x1
 * @param projection 1x1, or null where the input itself is added
 */
record PackedBottleneck(String name, PackedConvolution squeeze, LongTerm longTerm, PackedConvolution spatial,
                        PackedConvolution expand, PackedConvolution projection) {

    /**
     * The long-term part, with constants folded into weights.
     *
     * @param squeeze      1x1 to a sixteenth of the channels
     * @param depthwise    {@code channels x 3 x 3}
     * @param half         3x3 on the halved differences
     * @param fullAndSelf  3x3 on the differences, plus the differences themselves: an identity added to the kernel's centre
     * @param halfExpand   1x1 back to all channels, weights divided by 3 (mean of the scales) and everything by 2 (argument of
     *                     the hyperbolic tangent)
     * @param mixing       {@code channels x 3}
     */
    record LongTerm(PackedConvolution squeeze, float[] depthwise, PackedConvolution half, PackedConvolution fullAndSelf,
                    PackedConvolution halfExpand, float[] mixing) { }

    /**
     * Loads and packs a stage.
     *
     * @param stage its bottlenecks
     * @return the same, packed
     * @throws CheckpointException if weights cannot be read
     */
    static List<PackedBottleneck> load(List<Bottleneck> stage) throws CheckpointException {
        List<PackedBottleneck> packed = new ArrayList<>();
        for (Bottleneck bottleneck : stage) {
            packed.add(load(bottleneck));
        }
        return List.copyOf(packed);
    }

    static PackedBottleneck load(Bottleneck b) throws CheckpointException {
        return new PackedBottleneck(b.name().substring(b.name().indexOf('.') + 1), pack(b.squeeze()),
                b.longTerm().isPresent() ? load(b.longTerm().get()) : null, pack(b.spatial()), pack(b.expand()),
                b.projection().isPresent() ? pack(b.projection().get()) : null);
    }

    static LongTerm load(Bottleneck.LongTerm longTerm) throws CheckpointException {
        Bottleneck.MotionExcitation excitation = longTerm.excitation();
        Convolution.Weights full = excitation.full().load();
        int channels = excitation.full().outChannels();
        for (int c = 0; c < channels; c++) {
            full.weight()[(c * channels + c) * 9 + 4] += 1;
        }
        Convolution.Weights expand = excitation.expand().load();
        scale(expand.weight(), 1 / 6f);
        scale(expand.bias(), 1 / 2f);
        return new LongTerm(pack(excitation.squeeze()), excitation.depthwise().load().weight(), pack(excitation.half()),
                pack(excitation.full(), full), pack(excitation.expand(), expand), longTerm.mixing().load());
    }

    private static void scale(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    private static PackedConvolution pack(Convolution convolution) throws CheckpointException {
        return pack(convolution, convolution.load());
    }

    private static PackedConvolution pack(Convolution convolution, Convolution.Weights weights) {
        return new PackedConvolution(convolution, weights, Lanes.padded(convolution.inChannels()));
    }
}
