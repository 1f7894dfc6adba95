package io.deltaframe.api.teach;

/** Teaching that cannot be done. The message names the thing, what was expected of it, and what was found. */
public class TeachingException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * With no cause of its own.
     *
     * @param message the thing, the expectation and the finding
     */
    public TeachingException(String message) {
        super(message);
    }

    /**
     * With what brought it about.
     *
     * @param message the thing, the expectation and the finding
     * @param cause   what brought it about; may be null
     */
    public TeachingException(String message, Throwable cause) {
        super(message, cause);
    }
}
