package io.deltaframe.recognizer.inference;

import io.deltaframe.api.ProgressListener;

/**
 * A video and how thoroughly to look at it.
 *
 * @param video       location or description, for messages
 * @param source      hands over its frames
 * @param clips       clips, at least 1
 * @param crops       crops a clip, 1 or 3
 * @param frameBudget bytes of resized frames kept at most; the video is decoded again for clips that do not fit
 * @param progress    told of frames and views
 */
public record RecognitionRequest(String video, FrameSource source, int clips, int crops, long frameBudget,
                                 ProgressListener progress) {

    /** {@return the same request, of which nobody is told how far it is} */
    public RecognitionRequest silent() {
        return new RecognitionRequest(video, source, clips, crops, frameBudget, ProgressListener.NONE);
    }
}
