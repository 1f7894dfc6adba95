package io.deltaframe.tdn.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, honest and hostile ones. */
final class PickleWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter op(int... opcodes) {
        for (int opcode : opcodes) {
            out.write(opcode);
        }
        return this;
    }

    PickleWriter ops(String opcodes) {
        out.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    PickleWriter protocol() {
        return op(0x80, 2);
    }

    PickleWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ops("X").i32(bytes.length).raw(bytes);
    }

    PickleWriter global(String module, String name) {
        return ops("c" + module + "\n" + name + "\n");
    }

    /** The shortest opcode that holds the number. */
    PickleWriter number(long value) {
        if (value >= 0 && value < 256) {
            return op('K', (int) value);
        }
        return value == (int) value ? ops("J").i32((int) value) : op(0x8A, 8).i64(value);
    }

    PickleWriter numbers(long... values) {
        ops("(");
        for (long value : values) {
            number(value);
        }
        return ops("t");
    }

    PickleWriter storage(String type, String key, long elements) {
        return ops("(").text("storage").global("torch", type).text(key).text("cpu").number(elements).ops("tQ");
    }

    /** A call of {@code _rebuild_tensor_v2}. */
    PickleWriter tensor(String type, String key, long elements, long offset, long[] shape, long[] strides) {
        return global("torch._utils", "_rebuild_tensor_v2").ops("(").storage(type, key, elements).number(offset)
                .numbers(shape)
                .numbers(strides).op(0x89).global("collections", "OrderedDict").ops(")RtR");
    }

    PickleWriter i32(int value) {
        return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    PickleWriter i64(long value) {
        return raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    PickleWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] stop() {
        return ops(".").bytes();
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
