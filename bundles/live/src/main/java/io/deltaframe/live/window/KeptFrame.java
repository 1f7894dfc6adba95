package io.deltaframe.live.window;

import io.deltaframe.api.Frame;

/**
 * A frame that waits for its segments.
 *
 * @param time         stream time in microseconds
 * @param arrivalNanos when it came, by {@link System#nanoTime}
 * @param frame        the frame, shrunk to what networks can use
 */
public record KeptFrame(long time, long arrivalNanos, Frame frame) {

    /** {@return bytes of its pixels} */
    public long bytes() {
        return 3L * frame.width() * frame.height();
    }
}
