package io.deltaframe.teach.feature;

/**
 * How often a clip is looked at.
 *
 * @param views         views of the whole clip, or windows of it at most
 * @param windowSeconds 0 for views of the whole clip, else the length of the windows that it is cut into
 */
public record Looks(int views, double windowSeconds) {

    /** Windows of a clip at most: their frames are in memory together. */
    private static final int MOST_WINDOWS = 40;

    /**
     * {@return views of the whole clip, spread over the time inside its segments}
     *
     * @param views how many
     */
    public static Looks whole(int views) {
        return new Looks(views, 0);
    }

    /**
     * {@return windows one after the other, as a live session sees a clip that is longer than an action}
     *
     * @param seconds length of a window, more than 0
     */
    public static Looks windows(double seconds) {
        return new Looks(MOST_WINDOWS, seconds);
    }
}
