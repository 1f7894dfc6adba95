package io.deltaframe.live.window;

import java.util.ArrayList;
import java.util.List;

/** The newest frames of a stream in order of time, bounded in bytes. For one thread at a time. */
final class FrameBuffer {

    private final long budget;
    private final List<KeptFrame> frames = new ArrayList<>();
    private long bytes;

    /** @param budget bytes to keep at most, unless one frame alone has more */
    FrameBuffer(long budget) {
        this.budget = budget;
    }

    /**
     * Puts a frame where it belongs.
     *
     * @param frame of any time
     * @return whether it was put in; not where there is one of the same time
     */
    boolean add(KeptFrame frame) {
        int at = frames.size();
        while (at > 0 && frames.get(at - 1).time() > frame.time()) {
            at--;
        }
        if (at > 0 && frames.get(at - 1).time() == frame.time()) {
            return false;
        }
        frames.add(at, frame);
        bytes += frame.bytes();
        return true;
    }

    /**
     * {@return whether frames had to go because there were more bytes than may be kept; the oldest have}
     */
    boolean trim() {
        int gone = 0;
        while (bytes > budget && gone < frames.size() - 1) {
            bytes -= frames.get(gone++).bytes();
        }
        frames.subList(0, gone).clear();
        return gone > 0;
    }

    /**
     * Forgets frames that no window needs any more.
     *
     * @param time  stream time before which they lie
     * @param spare frames before that time to keep all the same
     */
    void forgetBefore(long time, int spare) {
        int first = 0;
        while (first < frames.size() && frames.get(first).time() < time) {
            first++;
        }
        int gone = Math.max(0, first - spare);
        for (KeptFrame frame : frames.subList(0, gone)) {
            bytes -= frame.bytes();
        }
        frames.subList(0, gone).clear();
    }

    /** {@return the frames before a time} */
    List<KeptFrame> before(long time) {
        int end = frames.size();
        while (end > 0 && frames.get(end - 1).time() >= time) {
            end--;
        }
        return List.copyOf(frames.subList(0, end));
    }

    void clear() {
        frames.clear();
        bytes = 0;
    }

    long bytes() {
        return bytes;
    }
}
