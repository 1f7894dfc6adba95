package io.deltaframe.recognizer.preprocess;

/** Which row sums a video that begins now is resized with. */
public final class RowSumsInUse {

    private RowSumsInUse() { }

    /** {@return whether they are those on vectors} */
    public static boolean areVectors() {
        return VectorWarmUp.rowSums() instanceof VectorRowSums;
    }
}
