package io.deltaframe.live.metrics;

import io.deltaframe.api.metrics.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/**
 * Times in buckets: 650 bytes whatever comes, and no lock. Bounds grow by at most a third, from 10 microseconds to
 * 1000 seconds. Safe for several threads.
 */
final class Histogram {

    private static final long[] STEPS = {100, 125, 150, 200, 250, 300, 400, 500, 600, 800};
    /** Nanoseconds, the last bound that is shown included. */
    private static final long[] BOUNDS = bounds();
    /** Bounds that are shown: few, since each of them is a line for every camera at every scrape. */
    private static final long[] SHOWN = {1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000,
        100_000_000, 250_000_000, 500_000_000, 1_000_000_000, 2_500_000_000L, 5_000_000_000L, 10_000_000_000L,
        25_000_000_000L, 100_000_000_000L};
    private static final double NANOS = 1e9;

    private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length + 1);
    private final LongAdder sum = new LongAdder();
    private final LongAccumulator max = new LongAccumulator(Math::max, 0);

    private static long[] bounds() {
        LongStream.Builder bounds = LongStream.builder();
        for (long decade = 100; decade < 10_000_000_000L; decade *= 10) {
            for (long step : STEPS) {
                bounds.add(step * decade);
            }
        }
        return bounds.add(1_000_000_000_000L).build().toArray();
    }

    /**
     * Takes a time in.
     *
     * @param nanos the time; below 0 counts as 0
     */
    void add(long nanos) {
        long time = Math.max(0, nanos);
        counts.incrementAndGet(bucket(time));
        sum.add(time);
        max.accumulate(time);
    }

    /** {@return the first bucket whose bound the time does not exceed} */
    private static int bucket(long nanos) {
        int found = Arrays.binarySearch(BOUNDS, nanos);
        return found >= 0 ? found : -found - 1;
    }

    /** {@return what was taken in so far} */
    Distribution distribution() {
        long[] now = new long[counts.length()];
        long count = 0;
        for (int i = 0; i < now.length; i++) {
            now[i] = counts.get(i);
            count += now[i];
        }
        List<Distribution.Bucket> buckets = new ArrayList<>();
        for (long shown : SHOWN) {
            buckets.add(new Distribution.Bucket(shown / NANOS, Arrays.stream(now, 0, bucket(shown) + 1).sum()));
        }
        long longest = max.get();
        return new Distribution(count, sum.sum() / NANOS, quantile(now, count, 0.5, longest),
                quantile(now, count, 0.95, longest), quantile(now, count, 0.99, longest), longest / NANOS, buckets);
    }

    private static double quantile(long[] counts, long count, double part, long longest) {
        long wanted = (long) Math.ceil(part * count);
        long seen = 0;
        for (int i = 0; i < BOUNDS.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(BOUNDS[i], longest) / NANOS;
            }
        }
        return longest / NANOS;
    }
}
