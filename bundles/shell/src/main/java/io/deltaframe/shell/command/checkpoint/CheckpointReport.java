package io.deltaframe.shell.command.checkpoint;

import io.deltaframe.shell.output.OneLine;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.ArithmeticCost;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.TensorInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is in a checkpoint, as far as its index tells.
 *
 * @param architecture  the network; empty if it is not a TDN's
 * @param segmentsKnown whether somebody said how many segments a clip has
 * @param faults        what keeps the network from being used: keys missing or wrong
 * @param unknown       keys no plan reads
 * @param ignored       keys of the released code that it does not use
 * @param parameters    trained numbers that are used, without the statistics of batch normalisation
 * @param types         element types, each with its number of tensors
 * @param inputSize     side of the centre crop
 * @param cost          arithmetic at that size; empty without architecture
 */
record CheckpointReport(Optional<Architecture> architecture, boolean segmentsKnown, List<String> faults,
        List<String> unknown, int ignored, long parameters, Map<DataType, Integer> types, int inputSize,
        Optional<ArithmeticCost> cost) {

    /** Sides of a crop in pixels that a network can be asked to see. */
    static final int SMALLEST_INPUT = 32;
    static final int LARGEST_INPUT = 4096;

    private static final int RELEASED_INPUT_SIZE = 224;

    /**
     * {@return the report of a checkpoint}
     *
     * @param checkpoint open; its weights are not read
     * @param segments   segments a clip, or null for what it says
     * @param size       side of the centre crop, or null for what it says
     */
    static CheckpointReport of(Checkpoint checkpoint, Integer segments, Integer size) {
        Map<DataType, Integer> types = new TreeMap<>();
        checkpoint.tensors().values().forEach(tensor -> types.merge(tensor.type(), 1, Integer::sum));
        boolean known = segments != null || checkpoint.metadata().containsKey("segments");
        int input = size != null ? size : inputSize(checkpoint);
        Architecture architecture;
        try {
            architecture = Architectures.outline(checkpoint, segments == null ? 0 : segments);
        } catch (CheckpointException e) {
            return new CheckpointReport(Optional.empty(), known, List.of(OneLine.of(e)), List.of(), 0, 0, types, input,
                    Optional.empty());
        }
        List<String> used = Architectures.keys(checkpoint, architecture);
        List<String> unknown = Architectures.unknownKeys(checkpoint, architecture);
        long parameters = used.stream().filter(key -> !key.endsWith(".running_mean") && !key.endsWith(".running_var"))
                .map(checkpoint.tensors()::get).mapToLong(TensorInfo::elements).sum();
        return new CheckpointReport(Optional.of(architecture), known, Architectures.faults(checkpoint, architecture),
                unknown, checkpoint.tensors().size() - used.size() - unknown.size(), parameters, types, input,
                Optional.of(ArithmeticCost.of(new NetworkPlan(architecture, Normalization.IMAGENET, checkpoint),
                        input)));
    }

    private static int inputSize(Checkpoint checkpoint) {
        String text = checkpoint.metadata().getOrDefault("input_size", "");
        return text.matches("\\d{2,4}") && Integer.parseInt(text) >= SMALLEST_INPUT ? Integer.parseInt(text)
                : RELEASED_INPUT_SIZE;
    }

    /** {@return whether the network can be used} */
    boolean isUsable() {
        return architecture.isPresent() && faults.isEmpty();
    }

    /** {@return arithmetic of a clip in billions of operations, two a multiply-add} */
    double gflop() {
        return cost.map(ArithmeticCost::flop).orElse(0L) / 1e9;
    }
}
