package io.deltaframe.tdn.engine;

import io.deltaframe.tdn.Architecture;

/**
 * What every engine checks before it runs: sizes that must fit together. Each failure names what was expected and what
 * was found.
 */
public final class Sizes {

    /**
     * Pixels of a frame's side: the last stage's maps are a 32nd of it, rounded up, and motion excitation halves them.
     */
    public static final int SMALLEST_FRAME = 33;

    private Sizes() { }

    /**
     * Checks the size of frames.
     *
     * @param height height in pixels
     * @param width  width in pixels
     * @throws IllegalArgumentException if a network cannot take them
     */
    public static void checkFrame(int height, int width) {
        if (height < SMALLEST_FRAME || width < SMALLEST_FRAME) {
            throw new IllegalArgumentException("frames must be at least " + SMALLEST_FRAME + "x" + SMALLEST_FRAME
                    + " but are " + height + "x" + width);
        }
    }

    /**
     * Checks what {@link CompiledNetwork#encode} is given.
     *
     * @param frames   the segments one after the other
     * @param segments room for each
     * @throws IllegalArgumentException if they do not fit together
     */
    public static void checkSegments(byte[] frames, SegmentFeatures[] segments) {
        checkAlike(segments);
        int height = segments.length == 0 ? 0 : segments[0].height();
        int width = segments.length == 0 ? 0 : segments[0].width();
        long expected = 3L * Architecture.FRAMES_PER_SEGMENT * height * width * segments.length;
        if (frames.length != expected) {
            throw new IllegalArgumentException(segments.length + " segments of " + Architecture.FRAMES_PER_SEGMENT
                    + " frames of "
                    + width + "x" + height + " have " + expected + " bytes but " + frames.length + " were given");
        }
    }

    /**
     * Checks what {@link CompiledNetwork#classify} is given.
     *
     * @param architecture of the network
     * @param segments     the clips' segments
     * @param logits       one row a clip
     * @throws IllegalArgumentException if they do not fit together
     */
    public static void checkClips(Architecture architecture, SegmentFeatures[] segments, float[][] logits) {
        checkClips(architecture, segments, logits.length);
        for (float[] row : logits) {
            checkLogits(architecture, row);
        }
    }

    /**
     * Checks what {@link CompiledNetwork#features} is given.
     *
     * @param architecture of the network
     * @param segments     the clips' segments
     * @param features     one row a clip
     * @throws IllegalArgumentException if they do not fit together
     */
    public static void checkFeatures(Architecture architecture, SegmentFeatures[] segments, float[][] features) {
        checkClips(architecture, segments, features.length);
        int expected = architecture.segments() * architecture.features();
        for (float[] row : features) {
            if (row.length != expected) {
                throw new IllegalArgumentException("features of a clip need room for " + expected
                        + " numbers but have " + row.length);
            }
        }
    }

    private static void checkClips(Architecture architecture, SegmentFeatures[] segments, int clips) {
        checkAlike(segments);
        int expected = clips * architecture.segments();
        if (segments.length != expected) {
            throw new IllegalArgumentException(clips + " clips of " + architecture.segments() + " segments are "
                    + expected + " segments but " + segments.length + " were given");
        }
    }

    /**
     * Checks what {@link CompiledNetwork#newWindow} is given.
     *
     * @param architecture of the network
     * @param recomputed   segments computed at each advance
     * @param advance      segments by which the window advances
     * @throws IllegalArgumentException if there is no such window
     */
    public static void checkWindow(Architecture architecture, int recomputed, int advance) {
        if (advance < 1 || advance > recomputed || recomputed >= architecture.segments()) {
            throw new IllegalArgumentException("a window of " + architecture.segments() + " segments cannot advance by "
                    + advance + " and compute " + recomputed + ": expected 1 <= advance <= computed < "
                    + architecture.segments());
        }
    }

    /**
     * Checks what an {@link AdvancingWindow} is given.
     *
     * @param architecture of the network
     * @param expected     segments the window computes now
     * @param height       of the frames the window is for, in pixels
     * @param width        of the frames the window is for, in pixels
     * @param segments     what it was given
     * @param logits       one a class
     * @throws IllegalArgumentException if they do not fit together
     */
    public static void checkWindow(Architecture architecture, int expected, int height, int width,
                                   SegmentFeatures[] segments, float[] logits) {
        checkAlike(segments);
        if (segments.length != expected) {
            throw new IllegalArgumentException("the window computes " + expected + " segments but " + segments.length
                    + " were given");
        }
        if (segments[0].height() != height || segments[0].width() != width) {
            throw new IllegalArgumentException("the window is for frames of " + width + "x" + height
                    + " but segments of " + segments[0].width() + "x" + segments[0].height() + " were given");
        }
        checkLogits(architecture, logits);
    }

    private static void checkLogits(Architecture architecture, float[] logits) {
        if (logits.length != architecture.classes()) {
            throw new IllegalArgumentException("logits need room for " + architecture.classes()
                    + " classes but have " + logits.length);
        }
    }

    private static void checkAlike(SegmentFeatures[] segments) {
        for (SegmentFeatures segment : segments) {
            if (segment.height() != segments[0].height() || segment.width() != segments[0].width()) {
                throw new IllegalArgumentException("segment features are for frames of different sizes: "
                        + segments[0].width() + "x"
                        + segments[0].height() + " and " + segment.width() + "x" + segment.height());
            }
        }
    }
}
