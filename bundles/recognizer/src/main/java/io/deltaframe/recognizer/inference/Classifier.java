package io.deltaframe.recognizer.inference;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.tdn.engine.EngineException;

/**
 * What a recognizer runs a video on: one network, or several whose scores are combined. Counts who holds it; the last release
 * frees it. Safe for several threads.
 */
public interface Classifier {

    /** {@return what it was made from} */
    ModelInfo model();

    /** {@return whether the caller now holds it; false once everybody had released it} */
    boolean retain();

    /** Ends one hold; the last one frees it. */
    void release();

    /**
     * Recognises a video. The caller holds the classifier.
     *
     * @param views which, and how thoroughly to look at it
     * @return the recognition
     * @throws VideoException  if the video cannot be read
     * @throws EngineException if an engine fails
     */
    Recognition recognize(RecognitionRequest views) throws VideoException, EngineException;
}
