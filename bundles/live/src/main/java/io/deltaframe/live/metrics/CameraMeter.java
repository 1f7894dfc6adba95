package io.deltaframe.live.metrics;

import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.metrics.CameraMetrics;
import java.util.function.Supplier;

/** Measures one session. Safe for several threads, and without locks but for {@link #metrics}. */
public final class CameraMeter {

    private final Supplier<LiveStatus> status;
    private final Histogram lag = new Histogram();
    private final Histogram decode = new Histogram();

    /** @param status gives the session's counters */
    public CameraMeter(Supplier<LiveStatus> status) {
        this.status = status;
    }

    /**
     * Takes a window's latency in.
     *
     * @param nanos from its last frame to its result
     */
    public void answered(long nanos) {
        lag.add(nanos);
    }

    /**
     * Takes the time in that a picture took to decode.
     *
     * @param nanos the time; 0 where it is unknown, which is not counted
     */
    public void decoded(long nanos) {
        if (nanos > 0) {
            decode.add(nanos);
        }
    }

    /** {@return the numbers of the moment} */
    CameraMetrics metrics() {
        return new CameraMetrics(status.get(), lag.distribution(), decode.distribution());
    }
}
