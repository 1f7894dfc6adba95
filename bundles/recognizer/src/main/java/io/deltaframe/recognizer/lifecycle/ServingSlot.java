package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.recognizer.inference.RecognitionPipeline;

/** Where a {@link ModelReconciler} puts the pipeline that calls run on. */
public interface ServingSlot {

    /**
     * Takes a pipeline into service in place of the one before, which is released.
     *
     * @param pipeline held by the caller, whose hold passes to this slot
     */
    void serve(RecognitionPipeline pipeline);

    /**
     * Takes the pipeline out of service and releases it.
     *
     * @param reason continues a sentence that begins with the recognizer's name
     */
    void clear(String reason);

    /** Takes the pipeline out of service for good; one that comes later is released at once. */
    void stop();
}
