package io.deltaframe.recognizer.preprocess;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Row sums on the Vector API, two vectors of sums in registers until all rows are in. Before it is compiled it takes
 * seconds for a frame: {@link VectorWarmUp} says when it may be used. For one thread at a time.
 */
final class VectorRowSums implements RowSums {

    private static final VectorSpecies<Integer> SUMS = IntVector.SPECIES_PREFERRED;
    /** As many bytes as two vectors have sums: 64 bits, the narrowest vector there is, where sums have 128. */
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(SUMS.vectorBitSize() / 2));
    private static final int STEP = BYTES.length();

    private final ScalarRowSums narrow = new ScalarRowSums();

    @Override
    public void sum(byte[] source, int from, int step, int[] weights, int w, int count, byte[] into, int to,
                    int length) {
        if (length < STEP) {
            narrow.sum(source, from, step, weights, w, count, into, to, length);
            return;
        }
        int i = 0;
        for (; i <= length - STEP; i += STEP) {
            sum(source, from + i, step, weights, w, count, into, to + i);
        }
        if (i < length) {
            // The last bytes together with some that are done already
            sum(source, from + length - STEP, step, weights, w, count, into, to + length - STEP);
        }
    }

    private static void sum(byte[] source, int from, int step, int[] weights, int w, int count, byte[] into, int to) {
        IntVector low = IntVector.broadcast(SUMS, BilinearFilter.HALF);
        IntVector high = low;
        for (int k = 0, row = from; k < count; k++, row += step) {
            ByteVector bytes = ByteVector.fromArray(BYTES, source, row);
            int weight = weights[w + k];
            low = low.add(((IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, SUMS, 0)).mul(weight));
            high = high.add(((IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, SUMS, 1)).mul(weight));
        }
        ByteVector first = (ByteVector) low.lanewise(VectorOperators.LSHR, BilinearFilter.PRECISION_BITS)
                .convertShape(VectorOperators.I2B, BYTES, 0);
        ByteVector second = (ByteVector) high.lanewise(VectorOperators.LSHR, BilinearFilter.PRECISION_BITS)
                .convertShape(VectorOperators.I2B, BYTES, -1);
        first.or(second).intoArray(into, to);
    }
}
