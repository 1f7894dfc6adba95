package io.deltaframe.video.decode;

import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoInfo;

/** A video that can be gone through as often as needed. For one thread at a time. */
public interface VideoInput extends AutoCloseable {

    VideoInfo info();

    /** {@return whether there is no end to reach, as with the playlist of a live stream} */
    default boolean isEndless() {
        return false;
    }

    /**
     * {@return number of pictures to expect, at least 1: from the container, or by going over the packets, or by the
     * length in time}
     *
     * @throws VideoException if reading fails for another reason than damaged content
     */
    int expectedPictures() throws VideoException;

    /**
     * Starts a pass at the first picture. Passes follow each other; the previous one must be closed.
     *
     * @param singleThread whether to decode on one thread, which makes the concealment of damage repeatable
     */
    PicturePass begin(boolean singleThread) throws VideoException;

    /** Frees what was opened ahead of a pass. */
    @Override
    void close();
}
