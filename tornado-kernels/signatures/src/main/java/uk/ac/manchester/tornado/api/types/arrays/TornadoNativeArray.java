package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** What all arrays have. */
public abstract class TornadoNativeArray {

    TornadoNativeArray() { }

    public abstract int getSize();

    public abstract MemorySegment getSegment();
}
