package io.deltaframe.recognizer.preprocess;

import java.util.Arrays;

/**
 * Row sums as loops over bytes. Three rows go at a time: one at a time took half as long again, storing sums and
 * loading them. (JDK 25 makes no vectors of loops that widen bytes to integers, however they are written.)
 *
 * <p>Holds scratch memory: for one thread at a time.
 */
final class ScalarRowSums implements RowSums {

    private int[] sums = new int[0];

    @Override
    public void sum(byte[] source, int from, int step, int[] weights, int w, int count, byte[] into, int to,
                    int length) {
        if (sums.length < length) {
            sums = new int[length];
        }
        Arrays.fill(sums, 0, length, BilinearFilter.HALF);
        int k = 0;
        for (; k + 2 < count; k += 3) {
            int row = from + k * step;
            add(source, row, row + step, row + 2 * step, weights[w + k], weights[w + k + 1], weights[w + k + 2],
                    length);
        }
        if (k < count) {
            int row = from + k * step;
            boolean two = k + 1 < count;
            add(source, row, two ? row + step : row, row, weights[w + k], two ? weights[w + k + 1] : 0, 0, length);
        }
        for (int i = 0; i < length; i++) {
            into[to + i] = (byte) (sums[i] >> BilinearFilter.PRECISION_BITS);
        }
    }

    private void add(byte[] source, int a, int b, int c, int weightA, int weightB, int weightC, int length) {
        int[] sums = this.sums;
        for (int i = 0; i < length; i++) {
            sums[i] += (source[a + i] & 0xff) * weightA + (source[b + i] & 0xff) * weightB
                    + (source[c + i] & 0xff) * weightC;
        }
    }
}
