package io.deltaframe.shell.command.checkpoint;

import io.deltaframe.recognizer.metadata.CheckpointMetadata;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is in a checkpoint, after the checks that loading does but for the trial on an engine.
 *
 * @param architecture  the network; empty if it is not a TDN's
 * @param segmentsKnown whether somebody said how many segments a clip has
 * @param assumed       what the file does not say about its pictures, with the value that is assumed
 * @param faults        what keeps the network from being used: keys missing or wrong, weights of no use, metadata that
 *                      say something else
 * @param unknown       keys no plan reads
 * @param ignored       keys of the released code that it does not use
 * @param parameters    trained numbers that are used, without the statistics of batch normalisation
 * @param types         element types, each with its number of tensors
 * @param inputSize     side of the centre crop
 * @param cost          arithmetic at that size; empty without architecture
 */
record CheckpointReport(Optional<Architecture> architecture, boolean segmentsKnown, List<String> assumed,
        List<String> faults, List<String> unknown, int ignored, long parameters, Map<DataType, Integer> types,
        int inputSize, Optional<ArithmeticCost> cost) {

    /** Sides of a crop in pixels that a network can be asked to see. */
    static final int SMALLEST_INPUT = 32;
    static final int LARGEST_INPUT = 4096;

    /**
     * {@return the report of a checkpoint}
     *
     * @param checkpoint open; its weights are read once its keys are all there
     * @param file       where it is
     * @param segments   segments a clip, or null for what it says
     * @param size       side of the centre crop, or null for what it says
     * @throws IOException if the file cannot be read
     */
    static CheckpointReport of(Checkpoint checkpoint, Path file, Integer segments, Integer size) throws IOException {
        Map<DataType, Integer> types = new TreeMap<>();
        checkpoint.tensors().values().forEach(tensor -> types.merge(tensor.type(), 1, Integer::sum));
        boolean known = segments != null || checkpoint.metadata().containsKey("segments");
        CheckpointMetadata said = new CheckpointMetadata(checkpoint, checkpoint.name());
        List<String> assumed = said.assumed(size == null ? 0 : size, 0);
        int input = size != null ? size : inputSize(checkpoint);
        Architecture architecture;
        try {
            architecture = Architectures.outline(checkpoint, segments == null ? 0 : segments);
        } catch (CheckpointException e) {
            return new CheckpointReport(Optional.empty(), known, assumed, List.of(OneLine.of(e)), List.of(), 0, 0,
                    types, input, Optional.empty());
        }
        List<String> used = Architectures.keys(checkpoint, architecture);
        List<String> unknown = Architectures.unknownKeys(checkpoint, architecture);
        long parameters = used.stream().filter(key -> !key.endsWith(".running_mean") && !key.endsWith(".running_var"))
                .map(checkpoint.tensors()::get).mapToLong(TensorInfo::elements).sum();
        List<String> faults = Architectures.faults(checkpoint, architecture);
        if (faults.isEmpty()) {
            faults = said.faults(architecture, size == null ? 0 : size, zerosAtEnd(file));
        }
        return new CheckpointReport(Optional.of(architecture), known, assumed,
                faults.stream().map(OneLine::of).toList(), unknown,
                checkpoint.tensors().size() - used.size() - unknown.size(), parameters, types, input,
                Optional.of(ArithmeticCost.of(new NetworkPlan(architecture, Normalization.IMAGENET, checkpoint),
                        input)));
    }

    private static int inputSize(Checkpoint checkpoint) {
        String text = checkpoint.metadata().getOrDefault("input_size", "");
        return text.matches("\\d{2,4}") && Integer.parseInt(text) >= SMALLEST_INPUT ? Integer.parseInt(text)
                : CheckpointMetadata.RELEASED_INPUT_SIZE;
    }

    /** {@return bytes of zeros at the end of a file} */
    private static long zerosAtEnd(Path file) throws IOException {
        long zeros = 0;
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long end = channel.size(); end > 0; end -= block.capacity()) {
                long begin = Math.max(0, end - block.capacity());
                block.clear().limit((int) (end - begin));
                while (block.hasRemaining() && channel.read(block, begin + block.position()) > 0) {
                    // A read may give less than was asked for
                }
                for (int i = block.position() - 1; i >= 0; i--) {
                    if (block.get(i) != 0) {
                        return zeros;
                    }
                    zeros++;
                }
            }
        }
        return zeros;
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
