package io.deltaframe.shell.command.watch;

import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.WindowResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How what happens is printed. Called by one thread at a time. */
interface Report {

    /**
     * Sums of a watch.
     *
     * @param windows windows answered
     * @param dropped windows that were due and not answered
     * @param gated   windows of them in which the motion gate saw nothing move
     * @param missed  windows of those, with the gate on audit, that showed an action
     * @param events  events that were started
     * @param lagP95  the longest latency that 95 of 100 windows of a camera kept to
     */
    record Summary(long windows, long dropped, long gated, long missed, long events, Duration lagP95) {

        static Summary of(List<LiveStatus> cameras) {
            long windows = 0;
            long dropped = 0;
            long gated = 0;
            long missed = 0;
            long events = 0;
            Duration lag = Duration.ZERO;
            for (LiveStatus camera : cameras) {
                windows += camera.windows();
                dropped += camera.dropped();
                gated += camera.gated();
                missed += camera.missed();
                events += camera.events();
                lag = camera.lagP95().compareTo(lag) > 0 ? camera.lagP95() : lag;
            }
            return new Summary(windows, dropped, gated, missed, events, lag);
        }
    }

    void window(WindowResult window) throws IOException;

    void started(ActionEvent event) throws IOException;

    void ended(ActionEvent event) throws IOException;

    void source(SourceEvent event) throws IOException;

    void summary(Summary summary) throws IOException;

    static double seconds(Duration time) {
        return Math.round(time.toNanos() / 1e3) / 1e6;
    }
}
