package io.deltaframe.api;

import java.io.Serializable;

/**
 * How thoroughly to look at a video. Zero means: as the recognizer is configured. Immutable.
 *
 * @param clips clips per video, 0 to 100: 1 is the released test mode; more shift the frames evenly inside their
 *              segments
 * @param crops crops per clip: 1 (centre) or 3 (left, centre, right over the full short side); or 0
 */
public record RecognitionOptions(int clips, int crops) implements Serializable {

    /** As the recognizer is configured. */
    public static final RecognitionOptions DEFAULT = new RecognitionOptions(0, 0);

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     */
    public RecognitionOptions {
        if (clips < 0 || clips > 100) {
            throw new IllegalArgumentException("clips must be 1 to 100 (0: as configured) but is " + clips);
        }
        if (crops != 0 && crops != 1 && crops != 3) {
            throw new IllegalArgumentException("crops must be 1 or 3 (0: as configured) but is " + crops);
        }
    }

    /**
     * {@return these options with another number of clips}
     *
     * @param clips 0 to 100
     * @throws IllegalArgumentException if it is out of this range
     */
    public RecognitionOptions withClips(int clips) {
        return new RecognitionOptions(clips, crops);
    }

    /**
     * {@return these options with another number of crops}
     *
     * @param crops 0, 1 or 3
     * @throws IllegalArgumentException if it is none of these
     */
    public RecognitionOptions withCrops(int crops) {
        return new RecognitionOptions(clips, crops);
    }
}
