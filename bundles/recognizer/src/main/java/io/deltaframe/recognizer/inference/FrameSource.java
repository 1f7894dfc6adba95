package io.deltaframe.recognizer.inference;

import io.deltaframe.api.video.Video.Decoded;
import io.deltaframe.api.video.Video.FrameSelection;
import io.deltaframe.api.video.VideoException;

/** Hands over the frames of a video, from the first to the last; may be asked again. */
@FunctionalInterface
public interface FrameSource {

    /**
     * Decodes.
     *
     * @param selection chooses and receives
     * @return what was decoded
     * @throws VideoException if the video cannot be read
     */
    Decoded decode(FrameSelection selection) throws VideoException;
}
