package io.deltaframe.tdn.checkpoint.torch;

import static io.deltaframe.tdn.checkpoint.file.CheckpointFile.quote;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.checkpoint.file.CheckpointFile;
import io.deltaframe.tdn.checkpoint.file.ElementReader;
import io.deltaframe.tdn.checkpoint.file.IndexedCheckpoint;
import io.deltaframe.tdn.checkpoint.file.TensorIndex;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Dictionary;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Int;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Real;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Storage;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Tensor;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Text;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the network's tensors in what a pickle built: the values of {@code state_dict} in a training script's
 * dictionary, or the dictionary's own. Everything beside them, the optimizer first of all, is left where it is; texts
 * and numbers beside {@code state_dict} ({@code arch}, {@code epoch}) become metadata.
 */
final class TorchTensors {

    /** Knows where a container keeps its storages. */
    @FunctionalInterface
    interface Container {
        /** Position in the file of the first byte of a whole storage, which has been checked to lie in the file. */
        long position(Storage storage) throws CheckpointException;
    }

    private static final String STATE_DICT = "state_dict";

    private final CheckpointFile file;
    private final Container container;
    private final TensorIndex index;

    private TorchTensors(CheckpointFile file, Container container) {
        this.file = file;
        this.container = container;
        this.index = new TensorIndex(file);
    }

    static Checkpoint open(CheckpointFile file, String format, PickleValue root, Container container)
            throws CheckpointException {
        return new TorchTensors(file, container).open(format, root);
    }

    private Checkpoint open(String format, PickleValue root) throws CheckpointException {
        if (!(root instanceof Dictionary dictionary)) {
            throw file.error("expected a dictionary of tensors, or one with an entry " + STATE_DICT + ", found "
                    + root.kind());
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, PickleValue> state = dictionary.entries();
        if (dictionary.entries().get(STATE_DICT) instanceof PickleValue inner) {
            if (!(inner instanceof Dictionary innerDictionary)) {
                throw file.error(STATE_DICT + ": expected a dictionary of tensors, found " + inner.kind());
            }
            state = innerDictionary.entries();
            dictionary.entries().forEach((key, value) -> {
                switch (value) {
                    case Text(String text) -> metadata.put(key, text);
                    case Int(long number) -> metadata.put(key, Long.toString(number));
                    case Real(double number) -> metadata.put(key, Double.toString(number));
                    default -> { }
                }
            });
        }
        for (Map.Entry<String, PickleValue> entry : state.entrySet()) {
            if (entry.getValue() instanceof Tensor tensor) {
                add(entry.getKey(), tensor);
            }
        }
        if (index.tensors().isEmpty()) {
            throw file.error("expected a dictionary of tensors, or one with an entry " + STATE_DICT
                    + ", found a dictionary without tensors" + (state.isEmpty() ? "" : ", with the entries "
                    + quote(String.join(", ", state.keySet().stream().limit(10).map(CheckpointFile::quote).toList()))));
        }
        return new IndexedCheckpoint(file, format, metadata, index);
    }

    private void add(String key, Tensor tensor) throws CheckpointException {
        Storage storage = tensor.storage();
        List<Integer> shape = index.shape(key, storage.type(), tensor.shape());
        boolean empty = shape.contains(0);
        int[] size = shape.stream().mapToInt(Integer::intValue).toArray();
        if (tensor.offset() < 0 || tensor.offset() > storage.length()
                || !empty && span(key, size, tensor) > storage.length() - tensor.offset()) {
            throw file.error(quote(key) + ": shape " + shape + " with strides " + Arrays.toString(tensor.strides())
                    + " at offset "
                    + tensor.offset() + " reaches out of its storage of " + storage.length() + " elements");
        }
        long position = container.position(storage) + (storage.start() + tensor.offset()) * storage.type().bytes();
        index.add(key, storage.type(), shape, position, empty || contiguous(size, tensor.strides())
                ? null : tensor.strides());
    }

    /**
     * Elements from the first to the last, both included. Also refuses elements that overlap, other than repeated ones
     * (stride 0): no network has such, and reading them could take any time.
     */
    private long span(String key, int[] size, Tensor tensor) throws CheckpointException {
        long[] strides = tensor.strides();
        int[] order = ElementReader.byDescendingStride(size, strides);
        long last = 0;
        for (int i = order.length - 1; i >= 0; i--) {
            long stride = strides[order[i]];
            if (stride < 0 || stride > file.size()) {
                throw file.error(quote(key) + ": expected strides of 0 to " + file.size() + ", found " + stride);
            }
            if (stride > 0 && stride <= last) {
                throw file.error(quote(key) + ": expected strides that keep elements apart, found "
                        + Arrays.toString(strides) + " for shape " + Arrays.toString(size));
            }
            // Each term is below 2^31 times a file's size; once the sum is beyond the file it is an error whatever
            // follows
            last = Math.min(file.size(), last + Math.min(file.size(), saturating(size[order[i]] - 1L, stride)));
        }
        return last + 1;
    }

    private static long saturating(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }

    /** Row-major without gaps; the stride of a dimension of one does not matter. */
    private static boolean contiguous(int[] size, long[] strides) {
        long expected = 1;
        for (int d = size.length - 1; d >= 0; d--) {
            if (size[d] != 1 && strides[d] != expected) {
                return false;
            }
            expected *= size[d];
        }
        return true;
    }
}
