package io.deltaframe.tdn;

import java.io.IOException;

/**
 * A checkpoint that cannot be used. The message names the file, the key where there is one, the expectation and the
 * finding.
 */
public class CheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * With no cause of its own.
     *
     * @param message the thing, the expectation and the finding
     */
    public CheckpointException(String message) {
        super(message);
    }

    /**
     * With what brought it about.
     *
     * @param message the thing, the expectation and the finding
     * @param cause   what brought it about
     */
    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
