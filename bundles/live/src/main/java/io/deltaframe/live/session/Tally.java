package io.deltaframe.live.session;

import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.live.window.StreamWindows;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** What a session counts, and how it stands. For one thread at a time. */
final class Tally {

    private final LatencyWindow latencies = new LatencyWindow();
    private long frames;
    private long late;
    private long answered;
    private long dropped;
    private long gated;
    private long missed;
    private long events;
    private int open;
    private String model = "";
    private String reason = "";
    private SourceState sourceState = SourceState.NONE;
    private String sourceReason = "";

    void frame() {
        frames++;
    }

    void late() {
        late++;
    }

    void dropped(long windows) {
        dropped += windows;
    }

    void answered(WindowResult result) {
        answered++;
        latencies.add(result.latency());
        if (result.gated()) {
            gated++;
        }
        model = result.model().name() + " " + result.model().version();
        reason = "";
    }

    /** Counts a window that the motion gate would have kept from the network, and that showed an action. */
    void missed() {
        missed++;
    }

    void events(long started) {
        events = started;
    }

    void open(int now) {
        open = now;
    }

    /** Says why less comes out than there should; empty where all is well. */
    void because(String why) {
        reason = why;
    }

    void source(SourceState state, String why) {
        sourceState = state;
        sourceReason = why;
    }

    LiveStatus status(String session, StreamWindows windows, long segmentBytes) {
        return new LiveStatus(session, sourceState, sourceReason.isEmpty() ? reason : sourceReason, model,
                micros(windows.plan().window()), micros(windows.plan().hop()), windows.epoch(), frames, late,
                windows.framesPerSecond(), answered, dropped, gated,
                missed, events, open, latencies.p95(),
                windows.bytes() + segmentBytes);
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
