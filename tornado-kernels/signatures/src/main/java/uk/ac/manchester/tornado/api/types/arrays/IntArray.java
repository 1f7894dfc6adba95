package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** An array that travels between host and device; here, on the heap. */
public final class IntArray extends TornadoNativeArray {

    private final int[] values;

    public IntArray(int numberOfElements) {
        values = new int[numberOfElements];
    }

    public int get(int index) {
        return values[index];
    }

    public void set(int index, int value) {
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
