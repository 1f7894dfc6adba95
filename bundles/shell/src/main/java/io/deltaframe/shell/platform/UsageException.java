package io.deltaframe.shell.platform;

/** Options that are right each by itself but not together. Ends a command as wrong usage. */
public final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
