package io.deltaframe.recognizer.preprocess;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides when frames are resized on vectors. Interpreted, {@link VectorRowSums} take two seconds for a frame that
 * compiled they do in one millisecond, so they are run in the background until they beat the plain loops on the same
 * rows, and used from then on; the bytes are the same. A single video, all that a command line reads, is over before
 * that would pay: it begins with the second one. Without {@code jdk.incubator.vector}, in a framework that does not
 * export it, or where vectors bring nothing, the plain loops stay.
 *
 * <p>Safe for several threads.
 */
final class VectorWarmUp {

    private static final int FIRST_AT = 2;
    private static final int WINS = 8;
    private static final int TAPS = 6;
    private static final int ROWS = 64;
    private static final int LENGTH = 200;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final AtomicInteger VIDEOS = new AtomicInteger();
    private static volatile boolean warm;

    private VectorWarmUp() { }

    /** {@return row sums for a video, for one thread at a time: on vectors if these are the faster ones by now} */
    static RowSums rowSums() {
        if (warm) {
            return new VectorRowSums();
        }
        if (VIDEOS.get() < FIRST_AT && VIDEOS.incrementAndGet() == FIRST_AT
                && isVisible()) {
            Thread.ofPlatform().daemon().name("deltaframe resize warm-up")
                    .start(() -> warm = isFasterInTheEnd(new VectorRowSums(), LONGEST_NANOS));
        }
        return new ScalarRowSums();
    }

    private static boolean isVisible() {
        try {
            Class.forName("jdk.incubator.vector.IntVector", false, VectorWarmUp.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** {@return whether the candidate came to beat the plain loops, several times in a row, before time was up} */
    static boolean isFasterInTheEnd(RowSums candidate, long longestNanos) {
        RowSums plain = new ScalarRowSums();
        byte[] source = new byte[(ROWS + TAPS) * LENGTH];
        byte[] into = new byte[ROWS * LENGTH];
        int[] weights = new int[TAPS];
        int wins = 0;
        for (long begin = System.nanoTime(); wins < WINS && System.nanoTime() - begin < longestNanos;) {
            wins = nanos(candidate, source, weights, into) < nanos(plain, source, weights, into) ? wins + 1 : 0;
        }
        return wins == WINS;
    }

    private static long nanos(RowSums sums, byte[] source, int[] weights, byte[] into) {
        long begin = System.nanoTime();
        for (int row = 0; row < ROWS; row++) {
            sums.sum(source, row * LENGTH, LENGTH, weights, 0, TAPS, into, row * LENGTH, LENGTH);
        }
        return System.nanoTime() - begin;
    }
}
