package io.deltaframe.tdn.engine;

/** An engine that cannot compile or run a network. The message says what it cannot do and why. */
public class EngineException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * With no cause of its own.
     *
     * @param message what cannot be done and why
     */
    public EngineException(String message) {
        super(message);
    }

    /**
     * With what brought it about.
     *
     * @param message what cannot be done and why
     * @param cause   what brought it about
     */
    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
