package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** An array that travels between host and device; here, on the heap. */
public final class ByteArray extends TornadoNativeArray {

    private final byte[] values;

    public ByteArray(int numberOfElements) {
        values = new byte[numberOfElements];
    }

    public byte get(int index) {
        return values[index];
    }

    public void set(int index, byte value) {
        values[index] = value;
    }

    @Override
    public int getSize() {
        return values.length;
    }

    @Override
    public MemorySegment getSegment() {
        return MemorySegment.ofArray(values);
    }
}
