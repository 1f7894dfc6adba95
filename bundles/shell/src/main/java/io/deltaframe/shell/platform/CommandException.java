package io.deltaframe.shell.platform;

/**
 * A command that could not do what it was asked. The message is all the user sees: one line that names the thing and
 * the reason.
 */
public final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
