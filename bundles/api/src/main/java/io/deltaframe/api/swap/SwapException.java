package io.deltaframe.api.swap;

/** A model that was asked for is not in service. The message says why; whatever was in service still is. */
public class SwapException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * With no cause of its own.
     *
     * @param message names the model, the expectation and the finding
     */
    public SwapException(String message) {
        super(message);
    }

    /**
     * With what brought it about.
     *
     * @param message names the model, the expectation and the finding
     * @param cause   where it came from; may be null
     */
    public SwapException(String message, Throwable cause) {
        super(message, cause);
    }
}
