package io.deltaframe.recognizer.inference;

import io.deltaframe.api.video.Video.Decoded;
import io.deltaframe.api.video.VideoException;

/** Hands the frames of a video to a pass, from the first to the last; may be asked again. */
@FunctionalInterface
public interface FrameSource {

    /**
     * Decodes.
     *
     * @param frames chooses and receives
     * @return what was decoded
     * @throws VideoException if the video cannot be read
     */
    Decoded decode(FrameCollector frames) throws VideoException;
}
