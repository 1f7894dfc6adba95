package io.deltaframe.shell;

/** A command that could not do what it was asked. The message is all the user sees: one line that names the thing and the reason. */
final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message);
    }

    CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
