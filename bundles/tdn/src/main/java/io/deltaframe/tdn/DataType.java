package io.deltaframe.tdn;

/** Element types a checkpoint may store. */
public enum DataType {
    /** IEEE 754, double precision. */
    F64(8),
    /** IEEE 754, single precision. */
    F32(4),
    /** IEEE 754, half precision. */
    F16(2),
    /** The upper half of single precision. */
    BF16(2),
    /** Signed, 64 bits. */
    I64(8),
    /** Signed, 32 bits. */
    I32(4),
    /** Signed, 16 bits. */
    I16(2),
    /** Signed, 8 bits. */
    I8(1),
    /** Unsigned, 8 bits. */
    U8(1),
    /** 0 or 1, in a byte. */
    BOOL(1);

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
