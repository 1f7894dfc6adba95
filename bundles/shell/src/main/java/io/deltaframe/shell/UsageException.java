package io.deltaframe.shell;

/** Options that are right each by itself but not together. Ends a command as wrong usage. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
