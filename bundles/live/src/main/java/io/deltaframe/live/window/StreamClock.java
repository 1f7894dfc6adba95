package io.deltaframe.live.window;

import io.deltaframe.api.live.WindowResult.TimeBase;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Makes stream time of presentation times, and tells a jump from a frame that is out of order. Where presentation times
 * do not advance, the time of arrival takes their place. For one thread at a time.
 */
final class StreamClock {

    /** What a frame's time means for the frames before it. */
    enum Step {
        /** It follows them. */
        NEXT,
        /** It belongs among them. */
        EARLIER,
        /** Its time is another frame's. */
        REPEATED,
        /** It does not follow from them: a new epoch begins. */
        EPOCH
    }

    private static final long SECOND = 1_000_000;
    /** Frames apart by more begin a new epoch, unless frames come as seldom anyway. */
    private static final long GAP = SECOND;
    private static final double GAP_INTERVALS = 8;
    /** Between the first two frames, when nobody knows how often frames come. */
    private static final long FIRST_GAP = 10 * SECOND;
    /** Frames in a row that may be out of order; more are a stream that began anew by less than a second. */
    private static final int MOST_EARLIER = 8;
    /** Frames in a row of one time, after which it is of no use. */
    private static final int MOST_REPEATED = 25;
    private static final double NEWEST_SHARE = 0.1;
    /** Times that no stream has: FFmpeg's mark of an unknown one, and what would overflow. */
    private static final long UNUSABLE = 1L << 60;

    private TimeBase timeBase = TimeBase.STREAM;
    private boolean running;
    private long last;
    private double interval;
    private int earlier;
    private int repeated;
    private String reason = "";

    /**
     * Takes the next frame's time.
     *
     * @param timestamp    presentation time in microseconds
     * @param arrivalNanos when the frame came
     * @return what it means
     */
    Step advance(long timestamp, long arrivalNanos) {
        if (timeBase == TimeBase.STREAM && Math.abs(timestamp) >= UNUSABLE) {
            return repeated(arrivalNanos);
        }
        long time = timeBase == TimeBase.STREAM ? timestamp : TimeUnit.NANOSECONDS.toMicros(arrivalNanos);
        if (!running) {
            return begin(time, "");
        }
        long step = time - last;
        if (step == 0) {
            return repeated(arrivalNanos);
        }
        repeated = 0;
        if (step < 0) {
            return step < -GAP || ++earlier > MOST_EARLIER ? begin(time, jump("back", step)) : Step.EARLIER;
        }
        if (step > (interval == 0 ? FIRST_GAP : Math.max(GAP, GAP_INTERVALS * interval))) {
            return begin(time, jump("ahead", step));
        }
        earlier = 0;
        interval = interval == 0 ? step : (1 - NEWEST_SHARE) * interval + NEWEST_SHARE * step;
        last = time;
        return Step.NEXT;
    }

    private Step repeated(long arrivalNanos) {
        if (++repeated < MOST_REPEATED) {
            return Step.REPEATED;
        }
        timeBase = TimeBase.WALL_CLOCK;
        return begin(TimeUnit.NANOSECONDS.toMicros(arrivalNanos),
                "presentation times do not advance; the time of arrival takes their place");
    }

    private static String jump(String where, long step) {
        return String.format(Locale.ROOT, "stream time jumped %s by %.2f s", where, Math.abs(step) / 1e6);
    }

    private Step begin(long time, String why) {
        running = true;
        last = time;
        interval = 0;
        earlier = 0;
        repeated = 0;
        reason = why;
        return Step.EPOCH;
    }

    /** Forgets the frames so far: the next one begins an epoch, and presentation times get another chance. */
    void reset() {
        running = false;
        repeated = 0;
        timeBase = TimeBase.STREAM;
    }

    /** {@return stream time of the newest frame in microseconds} */
    long time() {
        return last;
    }

    /** {@return microseconds between frames, of late; 0 where unknown} */
    double interval() {
        return interval;
    }

    /** {@return where stream time comes from} */
    TimeBase timeBase() {
        return timeBase;
    }

    /** {@return why the last epoch began, empty for the first frame} */
    String reason() {
        return reason;
    }
}
