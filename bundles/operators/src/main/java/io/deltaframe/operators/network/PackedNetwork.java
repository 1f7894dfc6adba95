package io.deltaframe.operators.network;

import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.convolution.WeightStore;
import io.deltaframe.operators.layout.CacheLines;
import io.deltaframe.operators.program.Head;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network's weights, packed. Immutable; shared by all contexts.
 *
 * @param architecture   its shape
 * @param normalization  of the input
 * @param rgbStem        7x7 on the normalised middle frame
 * @param differenceStem 7x7 on the sums of {@code InputStep}
 * @param shortTermStage the short-term branch's own first stage
 * @param stages         stages 1 to 4
 * @param head           the classifier
 */
public record PackedNetwork(Architecture architecture, Normalization normalization, PackedConvolution rgbStem,
                     PackedConvolution differenceStem, List<PackedBottleneck> shortTermStage,
                     List<List<PackedBottleneck>> stages, Head head) {

    /**
     * Reads and packs all weights, one convolution at a time.
     *
     * @param plan the network
     * @return its weights
     * @throws CheckpointException if they cannot be read
     */
    public static PackedNetwork load(NetworkPlan plan) throws CheckpointException {
        WeightStore store = new WeightStore(stem(plan.rgbStem()) + stem(plan.differenceStem())
                + PackedBottleneck.floats(plan.shortTermStage())
                + PackedBottleneck.floats(plan.stage(1)) + PackedBottleneck.floats(plan.stage(2))
                + PackedBottleneck.floats(plan.stage(3)) + PackedBottleneck.floats(plan.stage(4)));
        return new PackedNetwork(plan.architecture(), plan.normalization(),
                pack(plan.rgbStem(), store), pack(plan.differenceStem(), store),
                PackedBottleneck.load(plan.shortTermStage(), store),
                List.of(PackedBottleneck.load(plan.stage(1), store), PackedBottleneck.load(plan.stage(2), store),
                        PackedBottleneck.load(plan.stage(3), store), PackedBottleneck.load(plan.stage(4), store)),
                new Head(plan.loadHead(), plan.features()));
    }

    /** {@return all 1x1 convolutions of its bottlenecks} */
    Stream<PackedConvolution> pointwise() {
        return Stream.concat(shortTermStage.stream(), stages.stream().flatMap(List::stream))
                .flatMap(PackedBottleneck::pointwise);
    }

    private static long stem(Convolution stem) {
        return CacheLines.rounded(PackedConvolution.floats(stem, stem.inChannels()));
    }

    private static PackedConvolution pack(Convolution stem, WeightStore store) throws CheckpointException {
        return new PackedConvolution(stem, stem.load(), stem.inChannels(), store);
    }
}
