package io.deltaframe.recognizer.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSumsTest {

    private static final RowSums NOTHING = (source, from, step, weights, w, count, into, to, length) -> { };

    @ParameterizedTest(name = "{0} rows")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 23})
    void sumsAreThoseOfTheDefinitionAtAwkwardLengths(int count) {
        Random random = new Random(count);
        for (RowSums sums : new RowSums[] {new ScalarRowSums(), new VectorRowSums()}) {
            for (int length : new int[] {1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 333}) {
                int step = length + 3;
                byte[] source = new byte[5 + count * step];
                random.nextBytes(source);
                Arrays.fill(source, 5, 5 + length / 2, (byte) 255);
                int[] weights = weights(count, random);
                byte[] expected = new byte[length + 7];
                random.nextBytes(expected);
                byte[] found = expected.clone();
                for (int i = 0; i < length; i++) {
                    long sum = 1 << 21;
                    for (int k = 0; k < count; k++) {
                        sum += (long) (source[5 + k * step + i] & 0xff) * weights[2 + k];
                    }
                    expected[3 + i] = (byte) (sum >> 22);
                }

                sums.sum(source, 5, step, weights, 2, count, found, 3, length);

                assertArrayEquals(expected, found, sums.getClass().getSimpleName() + " of length " + length);
            }
        }
    }

    /** Not negative, at index 2, with a sum of 2^22. */
    private static int[] weights(int count, Random random) {
        int[] weights = new int[2 + count + 2];
        Arrays.fill(weights, 987_654_321);
        int left = 1 << 22;
        for (int k = 0; k < count; k++) {
            weights[2 + k] = k == count - 1 ? left : random.nextInt(left + 1);
            left -= weights[2 + k];
        }
        return weights;
    }

    @Test
    void whatIsFasterThanThePlainLoopsIsTaken() {
        assertTrue(VectorWarmUp.isFasterInTheEnd(NOTHING, TimeUnit.MINUTES.toNanos(1)));
    }

    @Test
    void whatIsSlowerIsGivenUp() {
        RowSums plain = new ScalarRowSums();
        RowSums slow = (source, from, step, weights, w, count, into, to, length) -> {
            for (int i = 0; i < 20; i++) {
                plain.sum(source, from, step, weights, w, count, into, to, length);
            }
        };
        assertFalse(VectorWarmUp.isFasterInTheEnd(slow, TimeUnit.MILLISECONDS.toNanos(50)));
    }
}
