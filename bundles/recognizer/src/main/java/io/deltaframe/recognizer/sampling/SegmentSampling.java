package io.deltaframe.recognizer.sampling;

import io.deltaframe.tdn.Architecture;
import java.util.Arrays;

/**
 * Where in a video the segments of a clip start. A clip has one segment in each of {@code T} equal parts of the video;
 * a segment is five consecutive frames, of which the last is repeated where the video ends.
 *
 * <p>With one clip this is the released test mode ({@code _get_test_indices}): every segment starts in the middle of
 * its part, and a video too short for parts of one frame starts every segment at frame 0. With several clips the
 * released code draws the starts at random inside the parts ({@code _sample_indices}); here clip {@code c} of {@code C}
 * starts at {@code (c + 1/2) / C} of each part, so that the same video always gives the same answer and the clips cover
 * the parts evenly. A video too short for parts gives each clip one start for all of its segments, spread over the
 * frames where five still follow; the first clip starts at 0.
 *
 * @param segments segments a clip, at least 1
 * @param clips    clips a video, at least 1
 */
public record SegmentSampling(int segments, int clips) {

    private static final int LENGTH = Architecture.FRAMES_PER_SEGMENT;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public SegmentSampling {
        if (segments < 1 || clips < 1) {
            throw new IllegalArgumentException("sampling needs segments and clips but has " + segments + " and "
                    + clips);
        }
    }

    /**
     * {@return the segments of a clip}
     *
     * @param frameCount frames in the video, at least 1
     * @param clip       number of the clip, from 0
     */
    public ClipSegments segments(int frameCount, int clip) {
        return new ClipSegments(starts(frameCount, clip));
    }

    /**
     * {@return the zero-based number of the frame each segment starts with, ascending}
     *
     * @param frameCount frames in the video, at least 1
     * @param clip       number of the clip, from 0
     */
    int[] starts(int frameCount, int clip) {
        int[] starts = new int[segments];
        int positions = frameCount - LENGTH + 1;
        if (frameCount > segments + LENGTH - 1) {
            double tick = positions / (double) segments;
            double inside = tick * (clip + 0.5) / clips;
            for (int t = 0; t < segments; t++) {
                starts[t] = (int) (inside + tick * t);
            }
        } else {
            Arrays.fill(starts, (int) ((long) Math.max(1, positions) * clip / clips));
        }
        return starts;
    }

    /**
     * {@return the number of a segment's frame}
     *
     * @param start      where the segment starts
     * @param i          which of its five frames, from 0
     * @param frameCount frames in the video; its last frame stands in for those beyond its end
     */
    public static int frame(int start, int i, int frameCount) {
        return Math.min(start + i, frameCount - 1);
    }
}
