package io.deltaframe.live.evidence;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.EvidenceOptions;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.WindowResult;

/** What one session keeps as evidence: nothing, until it is asked to. Safe for several threads. */
public final class SessionEvidence implements LiveListener {

    private final Evidence evidence;
    private final LiveOptions session;
    private volatile EventRecorder recorder;

    /**
     * Keeps nothing yet.
     *
     * @param evidence all that sessions share
     * @param session  options of the session
     */
    public SessionEvidence(Evidence evidence, LiveOptions session) {
        this.evidence = evidence;
        this.session = session;
    }

    /**
     * Begins.
     *
     * @param options what to keep
     */
    public void keep(EvidenceOptions options) {
        recorder = evidence.recorder(session, options);
    }

    /**
     * Takes a frame that was kept for windows. Returns when it is encoded. For one thread at a time.
     *
     * @param frame  in full size
     * @param epoch  of the stream
     * @param micros stream time
     */
    public void frame(Frame frame, int epoch, long micros) {
        EventRecorder present = recorder;
        if (present != null) {
            present.frame(frame, epoch, micros);
        }
    }

    @Override
    public void window(WindowResult result) {
        EventRecorder present = recorder;
        if (present != null) {
            present.window(result);
        }
    }

    @Override
    public void started(ActionEvent event) {
        EventRecorder present = recorder;
        if (present != null) {
            present.started(event);
        }
    }

    @Override
    public void ended(ActionEvent event) {
        EventRecorder present = recorder;
        if (present != null) {
            present.ended(event);
        }
    }

    /** {@return events of which evidence was to be kept} */
    public long events() {
        EventRecorder present = recorder;
        return present == null ? 0 : present.kept();
    }

    /** {@return pieces of evidence that were not written} */
    public long lost() {
        EventRecorder present = recorder;
        return present == null ? 0 : present.lost();
    }

    /** {@return bytes of pictures in memory} */
    public long bytes() {
        EventRecorder present = recorder;
        return present == null ? 0 : present.bytes();
    }

    /** {@return why there is no evidence though it is asked for; empty where all is well} */
    public String reason() {
        EventRecorder present = recorder;
        return present == null ? "" : present.reason();
    }

    /**
     * Waits until all is written.
     *
     * @param endNanos when to stop waiting, by {@link System#nanoTime}
     * @return whether it is
     * @throws InterruptedException if interrupted
     */
    public boolean awaitWritten(long endNanos) throws InterruptedException {
        EventRecorder present = recorder;
        return present == null || present.awaitWritten(endNanos);
    }
}
