package io.deltaframe.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told how far a recognition is, on the thread that computes it; must return quickly and not throw. One that is given
 * to several calls is called from several threads.
 */
@ConsumerType
@FunctionalInterface
public interface ProgressListener {

    /** Parts of a recognition, in order. */
    enum Stage {
        /** Reading and decoding the video; steps are frames. */
        DECODE,
        /** Running the network; steps are views. */
        INFERENCE
    }

    /** Listens to nothing. */
    ProgressListener NONE = (stage, done, total) -> { };

    /**
     * A step is done.
     *
     * @param stage what is being done
     * @param done  steps done of this stage, from 0
     * @param total steps in all, or -1 where unknown
     */
    void progress(Stage stage, long done, long total);
}
