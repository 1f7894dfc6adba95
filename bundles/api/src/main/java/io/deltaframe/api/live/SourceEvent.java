package io.deltaframe.api.live;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

/**
 * A source that changed its state. Immutable.
 *
 * @param session name of the session
 * @param state   where the source stands now
 * @param reason  why, for people; may be empty
 * @param time    when
 */
public record SourceEvent(String session, SourceState state, String reason, Instant time) implements Serializable {

    /**
     * Checks the components.
     *
     * @throws NullPointerException if one is null
     */
    public SourceEvent {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(time, "time");
    }
}
