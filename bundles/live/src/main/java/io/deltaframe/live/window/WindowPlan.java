package io.deltaframe.live.window;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How windows divide time for networks of certain numbers of segments. Everything is a whole number of microseconds, so
 * that segments of different windows that show the same time have the same time exactly.
 *
 * @param window length of a window
 * @param hop    from one window's start to the next one's: a multiple of every network's part of a window
 */
public record WindowPlan(long window, long hop) {

    /** Common parts of a window beyond which networks of an ensemble need not share a grid. */
    private static final long MOST_PARTS = 1024;

    /**
     * {@return the plan nearest to what is wanted}
     *
     * @param window   length wanted
     * @param hop      hop wanted
     * @param segments segments a clip, of each network
     */
    public static WindowPlan of(Duration window, Duration hop, List<Integer> segments) {
        long parts = 1;
        long coarsest = 0;
        for (int each : segments) {
            parts = parts / gcd(parts, each) * each;
            coarsest = coarsest == 0 ? each : gcd(coarsest, each);
        }
        if (parts > MOST_PARTS) {
            parts = segments.getFirst();
            coarsest = parts;
        }
        long length = parts * Math.max(1, Math.round((double) micros(window) / parts));
        long step = length / coarsest;
        return new WindowPlan(length, step * Math.max(1, Math.round((double) micros(hop) / step)));
    }

    private static long micros(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
