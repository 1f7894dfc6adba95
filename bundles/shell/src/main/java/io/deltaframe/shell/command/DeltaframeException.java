package io.deltaframe.shell.command;

/**
 * What a command in Gogo ends with if it failed. Gogo, Karaf's console, its ssh server and its client print the message
 * and give the session a status for any exception, and for nothing else. There is no trace to it: the message says all.
 */
final class DeltaframeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeltaframeException(String message) {
        super(message, null, false, false);
    }

    /** {@return the message, as Gogo's shell prints it} */
    @SuppressWarnings("OverrideThrowableToString") // Gogo's shell prints this, with the name of the class otherwise.
    @Override
    public String toString() {
        return "deltaframe: " + getMessage();
    }
}
