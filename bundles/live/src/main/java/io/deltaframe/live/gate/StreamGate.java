package io.deltaframe.live.gate;

import io.deltaframe.api.Frame;
import java.util.concurrent.TimeUnit;

/**
 * The motion gate of one stream, or none. Two threads may use it: one calls {@link #cells} alone, the other all else.
 */
public final class StreamGate {

    /** Null where nobody asks what moves. */
    private final MotionGate gate;

    // Of who pushes frames
    private boolean begun;
    private long time;
    private long arrival;

    /** @param on whether anybody asks what moves */
    public StreamGate(boolean on) {
        this.gate = on ? new MotionGate() : null;
    }

    /**
     * Makes cells of a frame that is to be looked at: not of all, since from one to the next little moves and much is
     * noise.
     *
     * @param frame        shrunk to what networks can use, with its presentation time
     * @param arrivalNanos when it came, by {@link System#nanoTime}: for streams whose presentation times are of no use
     * @return the cells, or null where no look is due
     */
    public float[] cells(Frame frame, long arrivalNanos) {
        if (gate == null || begun && Math.abs(frame.timestampMicros() - time) < MotionGate.INTERVAL
                && TimeUnit.NANOSECONDS.toMicros(arrivalNanos - arrival) < MotionGate.INTERVAL) {
            return null;
        }
        begun = true;
        time = frame.timestampMicros();
        arrival = arrivalNanos;
        return LumaCells.of(frame);
    }

    /**
     * Takes a frame.
     *
     * @param at    its stream time in microseconds
     * @param epoch whether it begins an epoch
     * @param cells of {@link #cells}, or null
     */
    public void take(long at, boolean epoch, float[] cells) {
        if (gate == null) {
            return;
        }
        if (epoch) {
            gate.reset();
        }
        if (cells != null) {
            gate.look(at, cells);
        }
    }

    /**
     * {@return whether nothing moves in a window, of which there is none earlier to come}
     *
     * @param begin stream time at which it begins, in microseconds
     * @param end   stream time at which it ends
     */
    public boolean still(long begin, long end) {
        if (gate == null) {
            return false;
        }
        gate.forgetBefore(begin);
        return gate.still(begin, end);
    }
}
