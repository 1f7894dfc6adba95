package io.deltaframe.launcher;

/** The platform did not come up. The message says which part is missing and why, one reason a line. */
final class LaunchException extends Exception {

    private static final long serialVersionUID = 1L;

    LaunchException(String message) {
        super(message);
    }

    LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}
