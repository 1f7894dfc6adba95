package io.deltaframe.api;

import java.io.Serializable;
import java.util.Objects;

/**
 * One look at a video: which clip (which frames inside each segment) and which crop of those frames. Scores are averaged
 * over the views of a recognition.
 *
 * @param clip number of the clip, from 0
 * @param crop which part of the resized frame
 * @param size side of the square crop in pixels
 */
public record View(int clip, Crop crop, int size) implements Serializable {

    /** The part of a resized frame that a view sees. */
    public enum Crop { LEFT, CENTER, RIGHT }

    public View {
        Objects.requireNonNull(crop, "crop");
    }
}
