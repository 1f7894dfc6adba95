package io.deltaframe.live.source;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.SourceState;

/** What a source fills. Called by one thread at a time but for {@link #state}. */
public interface FrameSink {

    /**
     * Takes a frame.
     *
     * @param frame the next one
     */
    void push(Frame frame);

    /**
     * Told what decoding took, before the frame is pushed.
     *
     * @param nanos of the next frame; 0 where it is unknown
     */
    void decoded(long nanos);

    /**
     * Waits until another window could be taken without dropping one.
     *
     * @throws InterruptedException if interrupted
     */
    void awaitRoom() throws InterruptedException;

    /**
     * Told that the source is at its end; returns when all that came of it has been told.
     *
     * @throws InterruptedException if interrupted
     */
    void ended() throws InterruptedException;

    /**
     * Told that a live source is lost for the time being.
     *
     * @param reason for people
     */
    void lost(String reason);

    /**
     * Told where the source stands.
     *
     * @param state  where
     * @param reason why, for people; may be empty
     */
    void state(SourceState state, String reason);
}
