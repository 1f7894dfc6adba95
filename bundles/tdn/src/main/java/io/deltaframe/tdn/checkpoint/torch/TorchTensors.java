package io.deltaframe.tdn.checkpoint.torch;

import static io.deltaframe.tdn.checkpoint.file.CheckpointFile.quote;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.checkpoint.file.CheckpointFile;
import io.deltaframe.tdn.checkpoint.file.ElementReader;
import io.deltaframe.tdn.checkpoint.file.IndexedCheckpoint;
import io.deltaframe.tdn.checkpoint.file.TensorIndex;
import io.deltaframe.tdn.checkpoint.file.WeightSets;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Dictionary;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Int;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Real;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Storage;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Tensor;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds tensors in what a pickle built: those of all dictionaries and objects that can be reached by names, under their
 * path; {@link WeightSets} tells which are the network's. Everything beside them, the optimizer first of all, is left
 * where it is; texts and numbers of the outermost dictionary ({@code arch}, {@code epoch}) become metadata.
 */
final class TorchTensors {

    /** Knows where a container keeps its storages. */
    @FunctionalInterface
    interface Container {
        /** Position in the file of the first byte of a whole storage, which has been checked to lie in the file. */
        long position(Storage storage) throws CheckpointException;

        /** Compares the storages that were asked for with their checksums, where there are some. */
        default void verify() throws CheckpointException { }
    }

    /** A network of networks is nested a dozen deep; beyond this nothing is looked for. */
    private static final int MAX_DEPTH = 32;
    /** Paths of a ResNet-101 TDN with two running averages take 300,000. */
    private static final long MAX_PATH_CHARACTERS = 1 << 24;
    private static final int LISTED = 10;

    private final CheckpointFile file;
    private final Container container;
    private final TensorIndex index;
    private final List<WeightSets.Key> keys = new ArrayList<>();
    private final IdentityHashMap<WeightSets.Key, Tensor> tensors = new IdentityHashMap<>();
    /** What stands where tensors are expected, and is none: paths, each with its kind. */
    private final Map<String, String> others = new LinkedHashMap<>();
    private long characters;

    private TorchTensors(CheckpointFile file, Container container) {
        this.file = file;
        this.container = container;
        this.index = new TensorIndex(file);
    }

    /** {@code weights} names the set of weights to read; empty for the likeliest. */
    static Checkpoint open(CheckpointFile file, String format, PickleValue root, PickleCalls calls, String weights,
            Container container) throws CheckpointException {
        return new TorchTensors(file, container).open(format, root, calls, weights);
    }

    private Checkpoint open(String format, PickleValue root, PickleCalls calls, String weights)
            throws CheckpointException {
        if (!(root instanceof Dictionary dictionary)) {
            throw file.error("expected a dictionary of tensors, or one with an entry state_dict, found "
                    + root.kind() + ": save the network's state_dict() with torch.save");
        }
        collect(dictionary, "", 0, Collections.newSetFromMap(new IdentityHashMap<>()));
        WeightSets.Choice choice = WeightSets.choose(file, keys, weights);
        if (choice.names().isEmpty()) {
            throw file.error(withoutTensors(dictionary));
        }
        for (Map.Entry<String, String> other : others.entrySet()) {
            if (other.getKey().endsWith(".weight") || other.getKey().equals("weight")) {
                throw file.error(quote(other.getKey()) + ": expected a tensor of numbers, found " + other.getValue());
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<WeightSets.Key, String> named : choice.names().entrySet()) {
            add(named.getKey().dictionary() + named.getKey().key(), named.getValue(), tensors.get(named.getKey()));
        }
        dictionary.entries().forEach((key, value) -> {
            switch (value) {
                case Text(String text) -> metadata.put(key, text);
                case Int(long number) -> metadata.put(key, Long.toString(number));
                case Real(double number) -> metadata.put(key, Double.toString(number));
                default -> { }
            }
        });
        return new IndexedCheckpoint(file, format, metadata, index, choice, List.copyOf(calls.unknown()),
                container::verify);
    }

    private String withoutTensors(Dictionary dictionary) {
        String found = dictionary.isObject() ? dictionary.kind() : "a dictionary";
        if (!dictionary.entries().isEmpty()) {
            found += " without tensors, with the entries " + quote(String.join(", ", dictionary.entries().keySet()
                    .stream().limit(LISTED).map(CheckpointFile::quote).toList()));
        } else {
            found += " without tensors";
        }
        if (!others.isEmpty()) {
            Map.Entry<String, String> first = others.entrySet().iterator().next();
            found += "; " + quote(first.getKey()) + " is " + first.getValue();
        }
        return "expected a dictionary of tensors, or one with an entry state_dict, found " + found
                + ": save the network's state_dict() with torch.save";
    }

    /** A dictionary that is met twice, or holds itself, counts where it is met first. */
    private void collect(Dictionary dictionary, String path, int depth, Set<Dictionary> seen)
            throws CheckpointException {
        if (depth == MAX_DEPTH || !seen.add(dictionary)) {
            return;
        }
        for (Map.Entry<String, PickleValue> entry : dictionary.entries().entrySet()) {
            if (entry.getValue() instanceof Tensor tensor) {
                charge(path.length() + entry.getKey().length());
                WeightSets.Key key = new WeightSets.Key(path, entry.getKey(), tensor.shape());
                keys.add(key);
                tensors.put(key, tensor);
            } else if (entry.getValue() instanceof Dictionary inner && !inner.entries().isEmpty()) {
                charge(path.length() + entry.getKey().length() + 1);
                collect(inner, path + entry.getKey() + ".", depth + 1, seen);
            } else if (entry.getValue() instanceof Dictionary object && object.isObject()
                    && (others.size() < LISTED || object.entries().isEmpty() && entry.getKey().endsWith("weight")
                            && others.size() < 2 * LISTED)) {
                others.put(path + entry.getKey(), object.kind());
            }
        }
    }

    private void charge(int more) throws CheckpointException {
        characters += more;
        if (characters > MAX_PATH_CHARACTERS || keys.size() == TensorIndex.MAX_TENSORS) {
            throw file.error("expected at most " + TensorIndex.MAX_TENSORS + " tensors and " + MAX_PATH_CHARACTERS
                    + " characters of their names, found more");
        }
    }

    private void add(String key, String name, Tensor tensor) throws CheckpointException {
        if (!tensor.deferred().isEmpty()) {
            throw file.error(quote(key) + ": expected elements that are stored as they are, found the mark "
                    + tensor.deferred() + ", by which PyTorch " + (tensor.deferred().equals("neg") ? "negates"
                            : "conjugates") + " them when it reads them: save it after tensor.resolve_"
                    + tensor.deferred() + "()");
        }
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
        index.add(name, storage.type(), shape, position, empty || contiguous(size, tensor.strides())
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
