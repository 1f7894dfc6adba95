package io.deltaframe.api;

import java.io.Serializable;
import java.util.Objects;

/**
 * One look at a video: which clip (which frames inside each segment) and which crop of those frames. Scores are
 * averaged over the views of a recognition. Immutable.
 *
 * @param clip number of the clip, from 0
 * @param crop which part of the resized frame
 * @param size side of the square crop in pixels
 */
public record View(int clip, Crop crop, int size) implements Serializable {

    /** The part of a resized frame that a view sees. */
    public enum Crop {
        /** At the left edge of the resized frame, halfway between top and bottom. */
        LEFT,
        /** In the middle. */
        CENTER,
        /** At the right edge, halfway between top and bottom. */
        RIGHT
    }

    /**
     * Checks the components.
     *
     * @throws NullPointerException if {@code crop} is null
     */
    public View {
        Objects.requireNonNull(crop, "crop");
    }
}
