package io.deltaframe.tdn;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The tensors of an open checkpoint. Opening reads the index only; a tensor's elements are read when asked for, one
 * tensor at a time, so that loading a model never holds its weights twice. For one thread at a time.
 */
public interface Checkpoint extends AutoCloseable {

    /** {@return name for messages, usually the file's} */
    String name();

    /** {@return container format: {@code safetensors}, {@code pytorch-zip} or {@code pytorch-legacy}} */
    String format();

    /**
     * {@return text metadata of the file: {@code __metadata__} of safetensors; the texts and numbers that a training
     * script saved beside its {@code state_dict}, such as {@code arch} and {@code epoch}; empty where there is none}
     */
    Map<String, String> metadata();

    /**
     * {@return the tensors by key, in the order of the file. Keys are as in the released code, whatever the file calls
     * them: what wrappers put before and between them is taken off, and the head reads {@code new_fc}}
     */
    SequencedMap<String, TensorInfo> tensors();

    /**
     * {@return where in the file these tensors are, in the words of the file: names of dictionaries and modules with
     * dots between them, such as {@code state_dict} or {@code model.student}; empty where they are not below anything}
     */
    default String weights() {
        return "";
    }

    /**
     * {@return the file's other networks, which are not read, under the names that {@link #weights()} would have;
     * {@code state_dict_ema} for one}
     */
    default List<String> otherWeights() {
        return List.of();
    }

    /**
     * {@return names of the Python classes and functions that the file mentions and that were skipped, without looking
     * any of them up; {@code argparse.Namespace} for one}
     */
    default List<String> skipped() {
        return List.of();
    }

    /**
     * Reads a tensor's elements as floats, row-major.
     *
     * @param key a key of {@link #tensors()}, of floating-point type
     * @return the elements
     * @throws CheckpointException if there is no such tensor, it is not of floating-point type, an element is infinite
     *                             or no number, or reading fails
     */
    float[] read(String key) throws CheckpointException;

    /**
     * Compares the contents of the tensors with their checksums, where the file has some: reads all of it.
     *
     * @throws CheckpointException if contents are others than the file says, or reading fails
     */
    default void verify() throws CheckpointException { }

    @Override
    void close() throws CheckpointException;
}
