package io.deltaframe.tdn.checkpoint.file;

import static io.deltaframe.tdn.checkpoint.file.CheckpointFile.quote;

import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Reads the elements of a tensor, little-endian, as floats; through one small buffer, so that a tensor is in memory
 * once.
 */
public final class ElementReader {

    /** Large enough that system calls do not count, small enough for the second-level cache. */
    private static final int BUFFER_BYTES = 1 << 18;

    private final CheckpointFile file;
    private ByteBuffer buffer;

    ElementReader(CheckpointFile file) {
        this.file = file;
    }

    float[] read(StoredTensor tensor) throws CheckpointException {
        float[] values = allocate(tensor);
        if (buffer == null) {
            buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        }
        if (values.length > 0) {
            if (tensor.strides() == null) {
                readContiguous(tensor, values);
            } else {
                readStrided(tensor, values);
            }
        }
        return values;
    }

    private float[] allocate(StoredTensor tensor) throws CheckpointException {
        long elements = tensor.info().elements();
        if (elements <= Integer.MAX_VALUE - 8 && elements * Float.BYTES < Runtime.getRuntime().maxMemory()) {
            try {
                return new float[(int) elements];
            } catch (OutOfMemoryError e) {
                // nothing but the array was asked for, so that nothing is half done; reported below
            }
        }
        throw file.error(quote(tensor.info().key()) + ": " + elements
                + " elements do not fit into the memory of this JVM ("
                + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB)");
    }

    private void readContiguous(StoredTensor tensor, float[] values) throws CheckpointException {
        DataType type = tensor.info().type();
        int chunk = BUFFER_BYTES / type.bytes();
        for (int done = 0, count; done < values.length; done += count) {
            count = Math.min(chunk, values.length - done);
            fill(tensor, tensor.position() + (long) done * type.bytes(), count * type.bytes());
            decode(type, values, done, count);
        }
    }

    /**
     * Visits elements in the order of their addresses (the dimension with the largest stride outermost) and scatters
     * them, so that a transposed matrix is still read once, front to back.
     */
    private void readStrided(StoredTensor tensor, float[] values) throws CheckpointException {
        DataType type = tensor.info().type();
        int rank = tensor.info().shape().size();
        int[] size = tensor.info().shape().stream().mapToInt(Integer::intValue).toArray();
        int[] target = new int[rank];
        for (int d = rank - 1, step = 1; d >= 0; d--) {
            target[d] = step;
            step *= size[d];
        }
        int[] order = byDescendingStride(size, tensor.strides());
        long last = 0;
        for (int d : order) {
            last += (size[d] - 1) * tensor.strides()[d];
        }
        long end = tensor.position() + (last + 1) * type.bytes();
        long windowStart = 0;
        long windowEnd = 0;
        int[] index = new int[order.length];
        long source = 0;
        int to = 0;
        for (int n = 0; n < values.length; n++) {
            long address = tensor.position() + source * type.bytes();
            if (address < windowStart || address + type.bytes() > windowEnd) {
                windowStart = address;
                windowEnd = Math.min(end, address + BUFFER_BYTES);
                fill(tensor, address, (int) (windowEnd - windowStart));
            }
            values[to] = decode(type, (int) (address - windowStart));
            for (int i = order.length - 1; i >= 0; i--) {
                int d = order[i];
                source += tensor.strides()[d];
                to += target[d];
                if (++index[i] < size[d]) {
                    break;
                }
                source -= size[d] * tensor.strides()[d];
                to -= size[d] * target[d];
                index[i] = 0;
            }
        }
    }

    /** Dimensions longer than one, the largest stride first. */
    public static int[] byDescendingStride(int[] size, long[] strides) {
        return IntStream.range(0, size.length).filter(d -> size[d] > 1).boxed()
                .sorted(Comparator.comparingLong((Integer d) -> strides[d]).reversed())
                .mapToInt(Integer::intValue).toArray();
    }

    private void fill(StoredTensor tensor, long position, int bytes) throws CheckpointException {
        file.read(position, buffer.clear().limit(bytes), quote(tensor.info().key()));
        buffer.flip();
    }

    private float decode(DataType type, int offset) {
        return switch (type) {
            case F32 -> buffer.getFloat(offset);
            case F16 -> Float.float16ToFloat(buffer.getShort(offset));
            case BF16 -> Float.intBitsToFloat(buffer.getShort(offset) << 16);
            case F64 -> (float) buffer.getDouble(offset);
            default -> throw notFloating(type);
        };
    }

    private void decode(DataType type, float[] values, int start, int count) {
        switch (type) {
            case F32 -> buffer.asFloatBuffer().get(values, start, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    values[start + i] = Float.float16ToFloat(buffer.getShort(2 * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    values[start + i] = Float.intBitsToFloat(buffer.getShort(2 * i) << 16);
                }
            }
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    values[start + i] = (float) buffer.getDouble(8 * i);
                }
            }
            default -> throw notFloating(type);
        }
    }

    private static IllegalArgumentException notFloating(DataType type) {
        return new IllegalArgumentException("not a floating-point type: " + type);
    }
}
