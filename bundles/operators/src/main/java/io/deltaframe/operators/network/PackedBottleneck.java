package io.deltaframe.operators.network;

import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.convolution.ScaleConvolution;
import io.deltaframe.operators.convolution.SpatialConvolution;
import io.deltaframe.operators.convolution.WeightStore;
import io.deltaframe.operators.convolution.WinogradConvolution;
import io.deltaframe.operators.layout.CacheLines;
import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.tdn.Bottleneck;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.Convolution;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
record PackedBottleneck(String name, PackedConvolution squeeze, LongTerm longTerm, SpatialConvolution spatial,
                        PackedConvolution expand, PackedConvolution projection) {

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
    record LongTerm(PackedConvolution squeeze, float[] depthwise, ScaleConvolution half, ScaleConvolution fullAndSelf,
                    PackedConvolution halfExpand, float[] mixing) { }

    /**
     * Loads and packs a stage.
     *
     * @param stage its bottlenecks
     * @param store where the weights go
     * @return the same, packed
     * @throws CheckpointException if weights cannot be read
     */
    static List<PackedBottleneck> load(List<Bottleneck> stage, WeightStore store) throws CheckpointException {
        List<PackedBottleneck> packed = new ArrayList<>();
        for (Bottleneck bottleneck : stage) {
            packed.add(load(bottleneck, store));
        }
        return List.copyOf(packed);
    }

    static PackedBottleneck load(Bottleneck b, WeightStore store) throws CheckpointException {
        return new PackedBottleneck(b.name().substring(b.name().indexOf('.') + 1), pack(b.squeeze(), store),
                b.longTerm().isPresent() ? load(b.longTerm().get(), store) : null, spatial(b.spatial(), store),
                pack(b.expand(), store), b.projection().isPresent() ? pack(b.projection().get(), store) : null);
    }

    static LongTerm load(Bottleneck.LongTerm longTerm, WeightStore store) throws CheckpointException {
        Bottleneck.MotionExcitation excitation = longTerm.excitation();
        return new LongTerm(pack(excitation.squeeze(), store), excitation.depthwise().load().weight(),
                scale(excitation.half(), store), scale(excitation.fullAndSelf(), store),
                pack(excitation.halfExpand(), store), longTerm.mixing().load());
    }

    private static ScaleConvolution scale(Convolution convolution, WeightStore store) throws CheckpointException {
        return ScaleConvolution.of(convolution, convolution.load(), store);
    }

    /** {@return its 1x1 convolutions, those that a Winograd convolution consists of too} */
    Stream<PackedConvolution> pointwise() {
        Stream<PackedConvolution> own = longTerm == null ? Stream.of(squeeze, expand)
                : Stream.of(squeeze, longTerm.squeeze, longTerm.halfExpand, expand);
        Stream<PackedConvolution> inSpatial = spatial instanceof WinogradConvolution winograd
                ? Stream.of(winograd.points) : Stream.empty();
        return Stream.of(own, Stream.ofNullable(projection), inSpatial).flatMap(all -> all);
    }

    /**
     * {@return floats the packed weights of a stage take}
     *
     * @param stage its bottlenecks
     */
    static long floats(List<Bottleneck> stage) {
        long floats = 0;
        for (Bottleneck b : stage) {
            floats += floats(b.squeeze()) + floats(b.expand())
                    + (WinogradConvolution.fits(b.spatial()) ? WinogradConvolution.floats(b.spatial())
                            : floats(b.spatial()))
                    + (b.projection().isPresent() ? floats(b.projection().get()) : 0);
            if (b.longTerm().isPresent()) {
                Bottleneck.MotionExcitation excitation = b.longTerm().get().excitation();
                floats += floats(excitation.squeeze()) + ScaleConvolution.floats(excitation.half())
                        + ScaleConvolution.floats(excitation.fullAndSelf())
                        + floats(excitation.halfExpand());
            }
        }
        return floats;
    }

    private static long floats(Convolution convolution) {
        return CacheLines.rounded(PackedConvolution.floats(convolution, Lanes.padded(convolution.inChannels())));
    }

    private static SpatialConvolution spatial(Convolution convolution, WeightStore store) throws CheckpointException {
        return WinogradConvolution.fits(convolution) ? new WinogradConvolution(convolution, convolution.load(), store)
                : pack(convolution, store);
    }

    private static PackedConvolution pack(Convolution convolution, WeightStore store) throws CheckpointException {
        return new PackedConvolution(convolution, convolution.load(), Lanes.padded(convolution.inChannels()), store);
    }
}
