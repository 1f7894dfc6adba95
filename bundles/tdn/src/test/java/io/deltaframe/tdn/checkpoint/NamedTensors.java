package io.deltaframe.tdn.checkpoint;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.SyntheticCheckpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Tensors of one number, by name and shape, to be written in any container and under any name. */
final class NamedTensors {

    /** The smallest network: a block a stage, 8 channels, 5 classes. */
    static final Architecture TINY = new Architecture(List.of(1, 1, 1, 1), 8, 5, 8);

    private final Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    private final float value;

    private NamedTensors(float value) {
        this.value = value;
    }

    /** The tensors of the smallest network. {@code name} makes of a released name the one to write. */
    static NamedTensors tiny(UnaryOperator<String> name) {
        return tiny(1, name);
    }

    static NamedTensors tiny(float value, UnaryOperator<String> name) {
        NamedTensors tensors = new NamedTensors(value);
        new SyntheticCheckpoint(TINY).tensors().forEach((key, tensor) -> tensors.shapes.put(name.apply(key),
                tensor.shape()));
        return tensors;
    }

    /** Enough of a network to be taken for one, in a few hundred bytes. */
    static NamedTensors few() {
        return new NamedTensors(1).with("module.base_model.conv1_5.0.weight", 8, 1).with("module.fc.weight", 2, 8);
    }

    NamedTensors with(String name, Integer... shape) {
        shapes.put(name, List.of(shape));
        return this;
    }

    NamedTensors with(NamedTensors others) {
        shapes.putAll(others.shapes);
        return this;
    }

    NamedTensors without(String name) {
        shapes.remove(name);
        return this;
    }

    /** A dictionary of tensors of one storage, named {@code storage}, onto the pickle's stack. */
    PickleWriter write(PickleWriter pickle, String storage) {
        pickle.ops("}(");
        shapes.forEach((name, shape) -> {
            long[] strides = new long[shape.size()];
            long stride = 1;
            for (int d = strides.length - 1; d >= 0; d--) {
                strides[d] = stride;
                stride *= shape.get(d);
            }
            pickle.text(name).tensor("FloatStorage", storage, largest(), 0,
                    shape.stream().mapToLong(Integer::longValue).toArray(), strides);
        });
        return pickle.ops("u");
    }

    /** A state dict in PyTorch's container. */
    byte[] zip() {
        return ZipWriter.torch(write(new PickleWriter().protocol(), "0").stop(), storage());
    }

    /** A state dict in PyTorch's container before the zip file. */
    byte[] legacy() {
        byte[] magic = {0x6C, (byte) 0xFC, (byte) 0x9C, 0x46, (byte) 0xF9, 0x20, 0x6A, (byte) 0xA8, 0x50, 0x19};
        return new PickleWriter().protocol().op(0x8A, magic.length).raw(magic).ops(".")
                .protocol().number(1001).ops(".")
                .protocol().ops("}").text("little_endian").op(0x88).ops("s.")
                .raw(write(new PickleWriter().protocol(), "0").stop())
                .protocol().ops("]").text("0").ops("a.")
                .i64(largest()).raw(storage()).bytes();
    }

    /** What all tensors of a pickle are views of. */
    byte[] storage() {
        return repeated(largest());
    }

    byte[] safetensors() {
        List<String> header = new ArrayList<>();
        int end = 0;
        for (Map.Entry<String, List<Integer>> tensor : shapes.entrySet()) {
            int begin = end;
            end += 4 * elements(tensor.getValue());
            header.add(SafetensorsFile.tensor(tensor.getKey(), "F32", tensor.getValue().toString().replace(" ", ""),
                    begin, end));
        }
        return SafetensorsFile.of("{" + String.join(",", header) + "}", repeated(end / 4));
    }

    private byte[] repeated(int times) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * times).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private int largest() {
        return shapes.values().stream().mapToInt(NamedTensors::elements).max().orElse(0);
    }

    private static int elements(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
