package io.deltaframe.scalar.network;

import io.deltaframe.scalar.loop.PlaneConvolution;
import io.deltaframe.tdn.Bottleneck;
import io.deltaframe.tdn.CheckpointException;
import java.util.ArrayList;
import java.util.List;

/**
 * A bottleneck's weights. Immutable.
 *
 * @param name       key prefix without {@code base_model.}
 * @param squeeze    1x1, ReLU after it
 * @param longTerm   motion excitation and temporal convolution, or null
 * @param spatial    3x3, ReLU after it
 * @param expand     1x1
 * @param projection 1x1, or null where the input itself is added
 */
record BottleneckWeights(String name, PlaneConvolution squeeze, LongTerm longTerm, PlaneConvolution spatial,
                         PlaneConvolution expand, PlaneConvolution projection) {

    /**
     * The long-term part; {@link Bottleneck.MotionExcitation} says what is folded into its weights.
     *
     * @param squeeze     1x1 to a sixteenth of the channels
     * @param depthwise   {@code channels x 3 x 3}
     * @param half        3x3 on the halved differences
     * @param fullAndSelf 3x3 on the differences
     * @param halfExpand  1x1 back to all channels
     * @param mixing      {@code channels x 3}
     */
    record LongTerm(PlaneConvolution squeeze, float[] depthwise, PlaneConvolution half, PlaneConvolution fullAndSelf,
                    PlaneConvolution halfExpand, float[] mixing) { }

    static List<BottleneckWeights> load(List<Bottleneck> stage) throws CheckpointException {
        List<BottleneckWeights> loaded = new ArrayList<>();
        for (Bottleneck b : stage) {
            loaded.add(new BottleneckWeights(b.name().substring(b.name().indexOf('.') + 1),
                    new PlaneConvolution(b.squeeze()), b.longTerm().isPresent() ? load(b.longTerm().get()) : null,
                    new PlaneConvolution(b.spatial()), new PlaneConvolution(b.expand()),
                    b.projection().isPresent() ? new PlaneConvolution(b.projection().get()) : null));
        }
        return List.copyOf(loaded);
    }

    private static LongTerm load(Bottleneck.LongTerm longTerm) throws CheckpointException {
        Bottleneck.MotionExcitation excitation = longTerm.excitation();
        return new LongTerm(new PlaneConvolution(excitation.squeeze()), excitation.depthwise().load().weight(),
                new PlaneConvolution(excitation.half()), new PlaneConvolution(excitation.fullAndSelf()),
                new PlaneConvolution(excitation.halfExpand()), longTerm.mixing().load());
    }
}
