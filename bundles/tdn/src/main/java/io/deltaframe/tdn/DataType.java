package io.deltaframe.tdn;

/** Element types a checkpoint may store. */
public enum DataType {
    F64(8), F32(4), F16(2), BF16(2), I64(8), I32(4), I16(2), I8(1), U8(1), BOOL(1);

    private final int bytes;

    DataType(int bytes) {
        this.bytes = bytes;
    }

    /** {@return bytes an element} */
    public int bytes() {
        return bytes;
    }

    /** {@return whether the elements are floating-point numbers, so that they can be read as weights} */
    public boolean isFloatingPoint() {
        return this == F64 || this == F32 || this == F16 || this == BF16;
    }
}
