package io.deltaframe.live.session;

import java.time.Duration;
import java.util.Arrays;

/** The latencies of the newest windows. For one thread at a time. */
final class LatencyWindow {

    private static final int NEWEST = 512;

    private final long[] nanos = new long[NEWEST];
    private int count;

    void add(Duration latency) {
        nanos[count++ % NEWEST] = latency.toNanos();
        if (count == 2 * NEWEST) {
            count = NEWEST;
        }
    }

    /** {@return the smallest latency that 95 of 100 kept to; zero where there are none} */
    Duration p95() {
        int size = Math.min(count, NEWEST);
        if (size == 0) {
            return Duration.ZERO;
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return Duration.ofNanos(sorted[(int) Math.ceil(0.95 * size) - 1]);
    }
}
