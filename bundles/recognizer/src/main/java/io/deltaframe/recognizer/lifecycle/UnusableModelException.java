package io.deltaframe.recognizer.lifecycle;

/** A model that no engine could run: its checkpoint cannot be read, or is not what the model says about itself. */
public final class UnusableModelException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableModelException(String message, Throwable cause) {
        super(message, cause);
    }

    UnusableModelException(String message) {
        super(message);
    }
}
