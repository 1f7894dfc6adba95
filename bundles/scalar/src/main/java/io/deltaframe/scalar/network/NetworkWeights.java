package io.deltaframe.scalar.network;

import io.deltaframe.scalar.loop.PlaneConvolution;
import io.deltaframe.scalar.loop.SegmentInput;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.NetworkPlan;
import java.util.List;

/**
 * A network's weights. Immutable; shared by all contexts.
 *
 * @param architecture   its shape
 * @param input          makes the inputs of both stems
 * @param rgbStem        7x7 on the normalised middle frame
 * @param differenceStem 7x7 on sums of differences
 * @param shortTermStage the short-term branch's own first stage
 * @param stages         stages 1 to 4
 * @param head           the classifier
 */
public record NetworkWeights(Architecture architecture, SegmentInput input, PlaneConvolution rgbStem,
                      PlaneConvolution differenceStem, List<BottleneckWeights> shortTermStage,
                      List<List<BottleneckWeights>> stages, Convolution.Weights head) {

    /**
     * Reads all weights.
     *
     * @param plan the network
     * @return its weights
     * @throws CheckpointException if they cannot be read
     */
    public static NetworkWeights load(NetworkPlan plan) throws CheckpointException {
        return new NetworkWeights(plan.architecture(), new SegmentInput(plan.normalization()),
                new PlaneConvolution(plan.rgbStem()), new PlaneConvolution(plan.differenceStem()),
                BottleneckWeights.load(plan.shortTermStage()),
                List.of(BottleneckWeights.load(plan.stage(1)), BottleneckWeights.load(plan.stage(2)),
                        BottleneckWeights.load(plan.stage(3)), BottleneckWeights.load(plan.stage(4))),
                plan.loadHead());
    }
}
