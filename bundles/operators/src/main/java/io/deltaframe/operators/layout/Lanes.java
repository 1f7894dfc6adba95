package io.deltaframe.operators.layout;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector size of this machine. In a class of its own, because C2 treats the species as a constant only if it is a
 * static final field of a class initialised before the loops that use it are compiled.
 */
public final class Lanes {

    /** The largest vectors this machine has. */
    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats a vector: 16 with AVX-512, 8 with AVX2, 4 with NEON or SSE. */
    public static final int L = SPECIES.length();

    /** Whether there are 32 vector registers: AVX-512 has them, and 64-bit ARM; SSE and AVX2 have 16. */
    public static final boolean WIDE_REGISTER_FILE = L == 16 || System.getProperty("os.arch", "").equals("aarch64");

    private Lanes() { }

    /**
     * {@return a number of channels rounded up to whole vectors}
     *
     * @param channels at least 1
     */
    public static int padded(int channels) {
        return (channels + L - 1) / L * L;
    }

    /** {@return the instruction set in words} */
    public static String describe() {
        return "Vector API, " + SPECIES.vectorBitSize() + "-bit, " + System.getProperty("os.arch");
    }
}
