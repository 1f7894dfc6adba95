package io.deltaframe.api.live;

import io.deltaframe.api.video.Credentials;
import io.deltaframe.api.video.Redaction;
import io.deltaframe.api.video.StreamOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * A source of frames. Immutable.
 *
 * @param location   path of a file, or a URL FFmpeg can open. Credentials that are written into it are taken out, and
 *                   stand in {@code stream}
 * @param stream     how it is opened
 * @param realTime   whether a file is read as fast as it would be shown, as if it came from a camera; else as fast as
 *                   its windows are computed, so that none is dropped. Live sources come in their own time
 * @param stallAfter time without a frame after which a live source counts as stalled, above 0
 * @param lostAfter  time without a frame after which a live source is given up and connected again, at least
 *                   {@code stallAfter}
 */
public record SourceOptions(String location, StreamOptions stream, boolean realTime, Duration stallAfter,
                            Duration lostAfter) implements Serializable {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     * @throws NullPointerException     if one is null
     */
    public SourceOptions {
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(stream, "stream");
        if (location.isBlank()) {
            throw new IllegalArgumentException("location is empty");
        }
        Credentials written = Credentials.in(location);
        if (!written.isEmpty()) {
            location = Redaction.withoutCredentials(location);
            stream = stream.credentials().isEmpty() ? stream.withCredentials(written) : stream;
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
     * {@return a source that is stalled after 5 s and lost after 15 s without a frame; opened with the usual options}
     *
     * @param location path of a file, or a URL FFmpeg can open
     */
    public static SourceOptions of(String location) {
        return new SourceOptions(location, StreamOptions.DEFAULTS, false, Duration.ofSeconds(5),
                Duration.ofSeconds(15));
    }

    /**
     * {@return this source, opened in another way}
     *
     * @param options how; without credentials, those there are stay
     */
    public SourceOptions withStream(StreamOptions options) {
        return new SourceOptions(location, options.credentials().isEmpty()
                ? options.withCredentials(stream.credentials()) : options, realTime, stallAfter, lostAfter);
    }

    /**
     * {@return this source, read in real time or as fast as windows are computed}
     *
     * @param paced whether in real time
     */
    public SourceOptions withRealTime(boolean paced) {
        return new SourceOptions(location, stream, paced, stallAfter, lostAfter);
    }

    /**
     * {@return this source with other patience}
     *
     * @param stalled time without a frame after which a live source counts as stalled
     * @param lost    time without a frame after which it is given up and connected again
     */
    public SourceOptions withPatience(Duration stalled, Duration lost) {
        return new SourceOptions(location, stream, realTime, stalled, lost);
    }

    /** {@return what hides the secrets of this source in texts} */
    public Redaction redaction() {
        return Redaction.of(location, stream.credentials());
    }

    @Override
    public String toString() {
        return "SourceOptions[" + Redaction.location(location) + ", " + stream + "]";
    }
}
