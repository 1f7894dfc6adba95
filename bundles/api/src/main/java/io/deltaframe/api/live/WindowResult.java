package io.deltaframe.api.live;

import io.deltaframe.api.Action;
import io.deltaframe.api.ModelInfo;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a recognizer saw in one window of a stream. Immutable.
 *
 * @param session  name of the session
 * @param number   of the window in the session, from 0; numbers of dropped windows are missing
 * @param epoch    of the stream, from 1; stream times of different epochs do not compare
 * @param start    stream time of its start
 * @param end      stream time of its end
 * @param wallStart wall-clock time of its start, reckoned from when its last frame came
 * @param wallEnd  wall-clock time of its end
 * @param timeBase whether stream time is the frames' presentation time or, where that is of no use, the time they came
 * @param partial  whether it is shorter than windows are: what is left at the end of a stream
 * @param actions  actions with their scores, best first; as many as the session's options say
 * @param model    the model, and thereby the version, that saw it
 * @param engine   name of the engine the network ran on
 * @param latency  from when its last frame came to this result
 * @param shared   segments taken over from windows before, because they had them in common
 * @param segments segments in all
 * @param inference how the network came to it
 * @param gated    whether the motion gate saw nothing move in it. Then it was answered without the network, as one
 *                 without actions, unless the gate is on audit
 */
public record WindowResult(String session, long number, int epoch, Duration start, Duration end, Instant wallStart,
                           Instant wallEnd, TimeBase timeBase, boolean partial, List<Action> actions, ModelInfo model,
                           String engine, Duration latency, int shared, int segments,
                           Inference inference, boolean gated) implements Serializable {

    /** Where stream time comes from. */
    public enum TimeBase {
        /** The frames' presentation times. */
        STREAM,
        /** The wall clock, because presentation times did not advance. */
        WALL_CLOCK
    }

    /** How a network comes to what a window shows. */
    public enum Inference {
        /** The whole window was computed. */
        EXACT,
        /** The later stages were computed for its newest segments only. */
        INCREMENTAL,
        /** The network did not see it: nothing moved. */
        NONE
    }

    /**
     * Checks the components.
     *
     * @throws NullPointerException if one is null
     */
    public WindowResult {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(wallStart, "wallStart");
        Objects.requireNonNull(wallEnd, "wallEnd");
        Objects.requireNonNull(timeBase, "timeBase");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(latency, "latency");
        Objects.requireNonNull(inference, "inference");
        actions = List.copyOf(actions);
    }
}
