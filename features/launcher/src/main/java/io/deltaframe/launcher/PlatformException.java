package io.deltaframe.launcher;

/** The platform did not come up. The message says which part is missing and why, one reason a line. */
final class PlatformException extends Exception {

    private static final long serialVersionUID = 1L;

    PlatformException(String message) {
        super(message);
    }
}
