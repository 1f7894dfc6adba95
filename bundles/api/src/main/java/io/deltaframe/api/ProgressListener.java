package io.deltaframe.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Told how far a recognition is, on the thread that computes it; must return quickly and not throw. */
@ConsumerType
@FunctionalInterface
public interface ProgressListener {

    /** Parts of a recognition, in order. */
    enum Stage { DECODE, INFERENCE }

    /** Listens to nothing. */
    ProgressListener NONE = (stage, done, total) -> { };

    /**
     * A step is done.
     *
     * @param stage what is being done
     * @param done  steps done of this stage: frames decoded, or views computed
     * @param total steps in all, or -1 where unknown
     */
    void progress(Stage stage, long done, long total);
}
