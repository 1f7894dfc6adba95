package io.deltaframe.api.live;

import io.deltaframe.api.Frame;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One stream that is being looked at. Frames are pushed into it, or it is attached to a source that does so. Safe for
 * several threads.
 *
 * <p>Windows lie in stream time, which is the frames' presentation time. A frame that is out of order by a little is
 * put where it belongs; where time jumps, or the size of the frames changes, a new epoch begins, and no window reaches
 * from one epoch into another. Frames that come before there is a recognizer are counted and dropped.
 */
@ProviderType
public interface LiveSession extends AutoCloseable {

    /** {@return its name} */
    String name();

    /**
     * Takes a frame with its presentation time. Never waits for a network: windows that become due while one is being
     * computed replace each other, and those that were replaced are counted as dropped.
     *
     * @param frame the next frame
     * @throws IllegalStateException if the session is closed
     */
    void push(Frame frame);

    /**
     * Says that the stream has come to its end. What came after the last window is told as a partial window, and events
     * that are open end. Frames that are pushed afterwards begin a new epoch.
     */
    void end();

    /**
     * Waits until every window that is due has been answered and its listener, the one given at opening, been told, and
     * evidence been written.
     *
     * @param longest how long to wait at most
     * @return whether that is so
     * @throws InterruptedException if interrupted
     */
    boolean drain(Duration longest) throws InterruptedException;

    /**
     * Attaches a source, which pushes frames from a thread of its own until its end, or for ever where it is live; a
     * live one that is lost is connected again. A source that was attached before is detached.
     *
     * @param source where frames come from
     */
    void attach(SourceOptions source);

    /**
     * Keeps evidence of events that start from now on: pictures and a clip in a folder. Where it cannot be written,
     * recognition goes on, the status says why, and it is tried again.
     *
     * @param evidence what to keep, and where; in place of what was asked for before
     */
    void keepEvidence(EvidenceOptions evidence);

    /** {@return where the session stands} */
    LiveStatus status();

    /** Ends the session, and events that are open. Windows not yet begun are dropped. */
    @Override
    void close();
}
