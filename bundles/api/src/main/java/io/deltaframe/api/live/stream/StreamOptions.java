package io.deltaframe.api.live.stream;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What a stream carries. Begin with {@link #ALL} and change what shall be different. Immutable.
 *
 * @param sessions names of sessions, in which {@code *} stands for any letters; empty for all
 * @param filter   LDAP filter on the properties that filters of a {@link io.deltaframe.api.live.LiveListener} see;
 *                 empty for none
 * @param buffer   results that are kept for a consumer that is slow, 1 to 65536
 */
public record StreamOptions(List<String> sessions, String filter, int buffer) implements Serializable {

    /** Everything of all sessions, with a buffer of 256. */
    public static final StreamOptions ALL = new StreamOptions(List.of(), "", 256);

    private static final int LARGEST_BUFFER = 65536;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the buffer is out of its range
     * @throws NullPointerException     if one is null
     */
    public StreamOptions {
        sessions = List.copyOf(sessions);
        Objects.requireNonNull(filter, "filter");
        if (buffer < 1 || buffer > LARGEST_BUFFER) {
            throw new IllegalArgumentException("buffer must be 1 to " + LARGEST_BUFFER + " results but is " + buffer);
        }
    }

    /**
     * {@return these options for some sessions}
     *
     * @param names names of sessions, in which {@code *} stands for any letters; none for all
     */
    public StreamOptions withSessions(String... names) {
        return new StreamOptions(List.of(names), filter, buffer);
    }

    /**
     * {@return these options with a filter}
     *
     * @param choice LDAP filter; empty for none
     */
    public StreamOptions withFilter(String choice) {
        return new StreamOptions(sessions, choice, buffer);
    }

    /**
     * {@return these options with another buffer}
     *
     * @param results that are kept for a consumer that is slow, 1 to 65536
     */
    public StreamOptions withBuffer(int results) {
        return new StreamOptions(sessions, filter, results);
    }
}
