package io.deltaframe.live.window;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.WindowResult.TimeBase;
import io.deltaframe.api.segment.SegmentNetwork;
import java.util.ArrayList;
import java.util.List;

/** The windows of one stream: frames go in, windows come out as they become due. For one thread at a time. */
public final class StreamWindows {

    /**
     * What became of a frame.
     *
     * @param kept   whether it was kept
     * @param time   its stream time in microseconds, if it was kept
     * @param epoch  whether it began a new epoch, and not the first one
     * @param reason why it did, or was not kept; empty otherwise
     * @param due    windows that are due with it
     * @param missed windows that became due, of which frames had to go for want of memory
     */
    public record Arrival(boolean kept, long time, boolean epoch, String reason, List<DueWindow> due,
                          int missed) { }

    private final LiveOptions options;
    private final FrameBuffer frames;
    private final StreamClock clock = new StreamClock();
    private WindowPlan plan;
    private int width;
    private int height;
    private int epoch;
    private long number;
    private long nextStart;
    private long lastEnd;
    private long complete;

    /**
     * Windows as a session's options have them.
     *
     * @param options of the session
     */
    public StreamWindows(LiveOptions options) {
        this.options = options;
        this.frames = new FrameBuffer(options.memory());
        this.plan = WindowPlan.of(options.window(), options.hop(), List.of(1));
    }

    /**
     * Lays windows out for other networks: from the next window on.
     *
     * @param segments segments a clip, of each network
     */
    public void plan(List<Integer> segments) {
        plan = WindowPlan.of(options.window(), options.hop(), segments);
    }

    /** {@return how windows are laid out} */
    public WindowPlan plan() {
        return plan;
    }

    /**
     * Takes a frame.
     *
     * @param original  the frame as it came
     * @param shrunk    the same as it shall be kept
     * @param arrival   when it came, by {@link System#nanoTime}
     * @return what became of it
     */
    public Arrival accept(Frame original, Frame shrunk, long arrival) {
        StreamClock.Step step = clock.advance(original.timestampMicros(), arrival);
        boolean resized = epoch > 0 && (original.width() != width || original.height() != height);
        if (step == StreamClock.Step.REPEATED) {
            return new Arrival(false, 0, false, "its time is another frame's", List.of(), 0);
        }
        boolean began = step == StreamClock.Step.EPOCH || resized;
        String reason = "";
        if (began) {
            reason = resized ? "frames of " + width + "x" + height + " became frames of " + original.width() + "x"
                    + original.height() : clock.reason();
            begin(original);
        }
        long time = step == StreamClock.Step.EARLIER && !began ? original.timestampMicros() : clock.time();
        // Segments that were seen are not seen again: a frame among them would change what windows share
        if (!began && time < lastEnd && step == StreamClock.Step.EARLIER
                || !frames.add(new KeptFrame(time, arrival, shrunk))) {
            return new Arrival(false, 0, false, "it came too late", List.of(), 0);
        }
        if (frames.trim()) {
            complete = frames.before(Long.MAX_VALUE).getFirst().time();
        }
        List<DueWindow> due = new ArrayList<>();
        int missed = 0;
        // Half a frame early: the frame after the window's last one would come at its very end
        while (clock.time() >= nextStart + plan.window() - (long) (clock.interval() / 2)) {
            DueWindow window = window(nextStart, nextStart + plan.window(), false);
            if (window != null && nextStart >= complete) {
                due.add(window);
            } else {
                missed++;
            }
            lastEnd = nextStart + plan.window();
            nextStart += plan.hop();
            frames.forgetBefore(nextStart, SegmentNetwork.FRAMES);
        }
        return new Arrival(true, time, began && epoch > 1, reason, due, missed);
    }

    private void begin(Frame first) {
        frames.clear();
        width = first.width();
        height = first.height();
        epoch++;
        nextStart = clock.time();
        lastEnd = nextStart;
        complete = nextStart;
    }

    private DueWindow window(long start, long end, boolean partial) {
        List<KeptFrame> seen = frames.before(end);
        return seen.isEmpty() || seen.getLast().time() < start ? null
                : new DueWindow(number++, epoch, start, end, partial, clock.timeBase(), seen,
                seen.getLast().arrivalNanos());
    }

    /**
     * Ends the stream; the next frame begins an epoch.
     *
     * @return what came after the last window, or what there is where there was none; null where that is nothing
     */
    public DueWindow end() {
        DueWindow rest = null;
        if (epoch > 0) {
            long end = clock.time() + Math.max(1, Math.round(clock.interval()));
            if (end > lastEnd + (long) (clock.interval() / 2)) {
                boolean partial = end < nextStart + plan.window();
                rest = window(nextStart, partial ? end : nextStart + plan.window(), partial);
            }
        }
        clock.reset();
        frames.clear();
        lastEnd = Long.MAX_VALUE;
        nextStart = Long.MAX_VALUE - plan.window();
        return rest;
    }

    /** {@return the epoch, from 1; 0 before the first frame} */
    public int epoch() {
        return epoch;
    }

    /** {@return frames a second of late, 0 where unknown} */
    public double framesPerSecond() {
        return clock.interval() == 0 ? 0 : 1e6 / clock.interval();
    }

    /** {@return bytes of frames kept} */
    public long bytes() {
        return frames.bytes();
    }

    /** {@return where stream time comes from} */
    public TimeBase timeBase() {
        return clock.timeBase();
    }
}
