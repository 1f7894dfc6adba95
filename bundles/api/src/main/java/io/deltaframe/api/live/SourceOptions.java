package io.deltaframe.api.live;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * A source of frames. Immutable.
 *
 * @param location   path of a file, or a URL FFmpeg can open
 * @param realTime   whether a file is read as fast as it would be shown, as if it came from a camera; else as fast as
 *                   its windows are computed, so that none is dropped. Live sources come in their own time
 * @param threads    decoding threads, at least 1; 0 for one a processor
 * @param stallAfter time without a frame after which a live source counts as stalled, above 0
 * @param lostAfter  time without a frame after which a live source is given up and connected again, at least
 *                   {@code stallAfter}
 */
public record SourceOptions(String location, boolean realTime, int threads, Duration stallAfter, Duration lostAfter)
        implements Serializable {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     * @throws NullPointerException     if one is null
     */
    public SourceOptions {
        Objects.requireNonNull(location, "location");
        if (location.isBlank()) {
            throw new IllegalArgumentException("location is empty");
        }
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be at least 0 but is " + threads);
        }
        if (!stallAfter.isPositive()) {
            throw new IllegalArgumentException("stallAfter must be above 0 but is " + stallAfter);
        }
        if (lostAfter.compareTo(stallAfter) < 0) {
            throw new IllegalArgumentException("lostAfter must be at least stallAfter, " + stallAfter + ", but is "
                    + lostAfter);
        }
    }

    /**
     * {@return a source that is stalled after 5 s and lost after 15 s without a frame; one decoding thread}
     *
     * @param location path of a file, or a URL FFmpeg can open
     */
    public static SourceOptions of(String location) {
        return new SourceOptions(location, false, 1, Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    /**
     * {@return this source, read in real time or as fast as windows are computed}
     *
     * @param paced whether in real time
     */
    public SourceOptions withRealTime(boolean paced) {
        return new SourceOptions(location, paced, threads, stallAfter, lostAfter);
    }
}
