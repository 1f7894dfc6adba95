package io.deltaframe.recognizer.preprocess;

/** Weighted sums of rows of bytes: what both passes of {@link FrameResizer} are made of. */
interface RowSums {

    /**
     * Computes one row from several: each byte is the sum of the bytes above each other, unsigned, times their rows'
     * weights, started at {@link BilinearFilter#HALF} and shifted by {@link BilinearFilter#PRECISION_BITS}.
     *
     * @param source  the rows
     * @param from    where the first row starts
     * @param step    from the start of a row to that of the next
     * @param weights of the rows, as {@link BilinearFilter#weights} has them
     * @param w       the first row's weight
     * @param count   number of rows, at least 1
     * @param into    where the sums go; not {@code source}
     * @param to      at which they start
     * @param length  of the rows
     */
    void sum(byte[] source, int from, int step, int[] weights, int w, int count, byte[] into, int to, int length);
}
