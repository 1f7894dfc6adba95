package io.deltaframe.api;

/** A recognition that could not be made. The message names the thing, what was expected of it and what was found. */
public class RecognitionException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message the thing, the expectation and the finding */
    public RecognitionException(String message) {
        super(message);
    }

    /**
     * @param message the thing, the expectation and the finding
     * @param cause   what brought it about
     */
    public RecognitionException(String message, Throwable cause) {
        super(message, cause);
    }
}
