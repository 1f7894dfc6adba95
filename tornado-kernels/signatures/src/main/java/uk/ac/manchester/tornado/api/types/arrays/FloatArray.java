package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** An array that travels between host and device; here, on the heap. */
public final class FloatArray extends TornadoNativeArray {

    private final float[] values;

    public FloatArray(int numberOfElements) {
        values = new float[numberOfElements];
    }

    public float get(int index) {
        return values[index];
    }

    public void set(int index, float value) {
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
