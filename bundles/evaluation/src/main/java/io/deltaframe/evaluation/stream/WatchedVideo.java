package io.deltaframe.evaluation.stream;

import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.evaluation.EvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A video through a live session, to its end. */
final class WatchedVideo implements LiveListener {

    private final List<WindowResult> windows = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private String failure = "";

    private WatchedVideo() { }

    /**
     * Watches a video.
     *
     * @param sessions opens the session
     * @param options  of the session
     * @param location of the video
     * @return it, at its end
     * @throws EvaluationException  if a window was dropped, so that windows cannot be compared
     * @throws InterruptedException if interrupted; the session has been closed
     */
    static WatchedVideo of(LiveSessions sessions, LiveOptions options, String location)
            throws EvaluationException, InterruptedException {
        WatchedVideo video = new WatchedVideo();
        try (LiveSession session = sessions.open(options, video)) {
            session.attach(SourceOptions.of(location));
            video.ended.await();
            LiveStatus status = session.status();
            if (video.failure().isEmpty() && status.windows() != video.windows().size()) {
                throw new EvaluationException(location + ": expected " + status.windows() + " windows, heard of "
                        + video.windows().size());
            }
            if (status.dropped() > 0) {
                throw new EvaluationException(location + ": " + status.dropped() + " windows were dropped"
                        + (status.reason().isEmpty() ? "" : ": " + status.reason()));
            }
        }
        return video;
    }

    @Override
    public synchronized void window(WindowResult result) {
        windows.add(result);
    }

    @Override
    public void source(SourceEvent event) {
        if (event.state() == SourceState.LOST || event.state() == SourceState.UNAUTHORIZED) {
            synchronized (this) {
                failure = event.reason().isEmpty() ? "it cannot be read" : event.reason();
            }
        } else if (event.state() == SourceState.STOPPED) {
            ended.countDown();
        }
    }

    /** {@return its windows, in order of time} */
    synchronized List<WindowResult> windows() {
        return List.copyOf(windows);
    }

    /** {@return why it could not be read to its end; empty if it could} */
    synchronized String failure() {
        return failure;
    }
}
