package io.deltaframe.live.window;

import io.deltaframe.api.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Which frames make a segment: consecutive ones around the middle of its part of the window, as in the released test
 * mode, whatever the frame rate. The choice depends on the part alone and not on the window, so that every window that
 * has the part has the same segment.
 *
 * @param begin stream time at which the part begins, in microseconds
 * @param end   stream time at which it ends
 */
public record SegmentFrames(long begin, long end) {

    /**
     * {@return the segment of a part of a window}
     *
     * @param window   the window
     * @param segment  number of the part, from 0
     * @param segments parts of the window
     */
    public static SegmentFrames of(DueWindow window, int segment, int segments) {
        long length = window.end() - window.start();
        return new SegmentFrames(window.start() + length * segment / segments,
                window.start() + length * (segment + 1) / segments);
    }

    /**
     * {@return the frames: the one nearest to the middle of the part is their middle, unless that needs frames that
     * come after the part; where there are too few before it, frames after it make up for them, and where there are too
     * few at all, the last is repeated}
     *
     * @param frames of the window, in order of time; at least one
     * @param count  how many
     */
    public List<Frame> choose(List<KeptFrame> frames, int count) {
        long middle = begin + (end - begin) / 2;
        int nearest = 0;
        int past = 0;
        for (int i = 0; i < frames.size(); i++) {
            long time = frames.get(i).time();
            if (Math.abs(time - middle) < Math.abs(frames.get(nearest).time() - middle)) {
                nearest = i;
            }
            if (time < end) {
                past = i + 1;
            }
        }
        int first = Math.max(0, Math.min(nearest - count / 2, Math.max(past, nearest + 1) - count));
        List<Frame> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(frames.get(Math.min(first + i, frames.size() - 1)).frame());
        }
        return chosen;
    }
}
