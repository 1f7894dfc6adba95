package io.deltaframe.api.live;

import io.deltaframe.api.ModelInfo;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * An action that goes on in a stream, at its start or at its end. Immutable.
 *
 * @param id         the same at start and end, and of no other event
 * @param session    name of the session
 * @param epoch      of the stream
 * @param label      of the action
 * @param score      the label's score, averaged as the options say, in the window that started the event, or in the
 *                   last one before the end
 * @param start      stream time of the start of the first window that shows it
 * @param wallStart  the same in wall-clock time
 * @param end        stream time of the end of the last window that shows it, so far
 * @param wallEnd    the same in wall-clock time
 * @param peakScore  the highest score so far
 * @param peak       stream time of the middle of the window that had it
 * @param startModel model that saw the start
 * @param endModel   model that saw the last window
 * @param ending     why it ended; {@link Ending#NONE} at its start
 * @param reason     the same for people, with what is known; empty at its start
 */
public record ActionEvent(String id, String session, int epoch, String label, double score, Duration start,
                          Instant wallStart, Duration end, Instant wallEnd, double peakScore, Duration peak,
                          ModelInfo startModel, ModelInfo endModel, Ending ending, String reason)
        implements Serializable {

    /** Why an event ended. */
    public enum Ending {
        /** It has not. */
        NONE,
        /** The score stayed below the exit threshold. */
        EXIT,
        /** It had lasted as long as an event may. */
        LONGEST,
        /** The model in service now does not know the label. */
        LABEL_GONE,
        /** Time or size of the stream jumped. */
        EPOCH,
        /** The source was lost. */
        SOURCE_LOST,
        /** The stream came to its end. */
        STREAM_END,
        /** The session was closed. */
        CLOSED
    }

    /**
     * Checks the components.
     *
     * @throws NullPointerException if one is null
     */
    public ActionEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(wallStart, "wallStart");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(wallEnd, "wallEnd");
        Objects.requireNonNull(peak, "peak");
        Objects.requireNonNull(startModel, "startModel");
        Objects.requireNonNull(endModel, "endModel");
        Objects.requireNonNull(ending, "ending");
        Objects.requireNonNull(reason, "reason");
    }
}
