package io.deltaframe.live.window;

import io.deltaframe.api.live.WindowResult.TimeBase;
import java.util.List;

/**
 * A window whose frames have all come.
 *
 * @param number       in the session, from 0
 * @param epoch        of the stream
 * @param start        stream time of its start, in microseconds
 * @param end          stream time of its end
 * @param partial      whether it is what is left at the end of a stream
 * @param timeBase     where stream time comes from
 * @param frames       its frames, and a few before it, in order of time; at least one
 * @param arrivalNanos when its last frame came
 */
public record DueWindow(long number, int epoch, long start, long end, boolean partial, TimeBase timeBase,
                        List<KeptFrame> frames, long arrivalNanos) {

    public DueWindow {
        frames = List.copyOf(frames);
    }
}
