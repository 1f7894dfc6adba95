package io.deltaframe.tdn.checkpoint.file;

import static io.deltaframe.tdn.checkpoint.file.CheckpointFile.quote;

import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.TensorInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the tensors of a network under the released code's names and refuses what cannot lie in the file. */
public final class TensorIndex {

    /** A ResNet-101 TDN has 1,588 tensors; beyond this a file is no network. */
    public static final int MAX_TENSORS = 100_000;
    private static final int MAX_DIMENSIONS = 16;

    private final CheckpointFile file;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    public TensorIndex(CheckpointFile file) {
        this.file = file;
    }

    /** Tensors by key, in the order they were added. */
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /** Adds a tensor under its name in the released code. {@code strides} are null for a contiguous tensor. */
    public void add(String name, DataType type, List<Integer> shape, long position, long[] strides)
            throws CheckpointException {
        if (tensors.size() == MAX_TENSORS) {
            throw file.error("expected at most " + MAX_TENSORS + " tensors, found more");
        }
        tensors.put(name, new StoredTensor(new TensorInfo(name, type, shape), position, strides));
    }

    /**
     * The dimensions as a shape.
     *
     * @throws CheckpointException if a dimension is negative or huge, there are too many, or the tensor would be larger
     *                             than the file; an expanded tensor (stride 0) may repeat its elements, but not beyond
     *                             that
     */
    public List<Integer> shape(String key, DataType type, long[] dimensions) throws CheckpointException {
        if (dimensions.length > MAX_DIMENSIONS) {
            throw file.error(quote(key) + ": expected at most " + MAX_DIMENSIONS + " dimensions, found "
                    + dimensions.length);
        }
        List<Integer> shape = new ArrayList<>(dimensions.length);
        long product = 1;
        boolean empty = false;
        for (long dimension : dimensions) {
            if (dimension < 0 || dimension > Integer.MAX_VALUE) {
                throw file.error(quote(key) + ": expected dimensions of 0 to " + Integer.MAX_VALUE + ", found "
                        + dimension);
            }
            empty |= dimension == 0;
            // Dimensions of an empty tensor must multiply without overflow as well: others will multiply them.
            long factor = Math.max(dimension, 1);
            if (product > Long.MAX_VALUE / 8 / factor) {
                throw file.error(quote(key) + ": shape " + text(dimensions) + " overflows");
            }
            product *= factor;
            shape.add((int) dimension);
        }
        long bytes = empty ? 0 : product * type.bytes();
        if (bytes > file.size()) {
            throw file.error(quote(key) + ": shape " + text(dimensions) + " of " + type + " takes " + bytes
                    + " bytes but the file has only " + file.size()
                    + ": the file is incomplete, copy or download it again");
        }
        return shape;
    }

    private static String text(long[] dimensions) {
        return Arrays.toString(dimensions);
    }
}
