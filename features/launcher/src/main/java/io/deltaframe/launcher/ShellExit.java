package io.deltaframe.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * The shell's command {@code exit [STATUS]}: ends the framework, and with it the shell. Gogo has only that of {@code
 * System}, which wants a status and ends the JVM in the middle of everything. Public because Gogo calls it by
 * reflection, on the thread of the shell.
 */
public final class ShellExit {

    /** Largest status that a process can end with. */
    private static final int LARGEST = 255;
    /** Gogo looks here first when a command is given without a scope. */
    private static final String SCOPE = "gogo";

    private final BundleContext system;
    private volatile int status;

    private ShellExit(BundleContext system) {
        this.system = system;
    }

    /**
     * Makes the command known to Gogo.
     *
     * @param system context of the framework
     */
    static ShellExit in(BundleContext system) {
        ShellExit exit = new ShellExit(system);
        Dictionary<String, Object> properties = new Hashtable<>(
                Map.of("osgi.command.scope", SCOPE, "osgi.command.function", "exit"));
        system.registerService(ShellExit.class, exit, properties);
        return exit;
    }

    /** {@return what the process is to end with: 0 where nobody said otherwise} */
    int status() {
        return status;
    }

    /**
     * Ends the shell. Lines that are there already are not taken any more. The shell waits for the next one when it is
     * stopped, and says nothing about that then.
     *
     * @param arguments the status, or nothing for 0
     */
    public void exit(String... arguments) throws BundleException, IOException {
        status = status(arguments);
        // Of this command: what the shell reads
        InputStream in = System.in;
        for (int waiting = in.available(); waiting > 0; waiting = in.available()) {
            in.skipNBytes(waiting);
        }
        system.getBundle().stop();
    }

    private static int status(String... arguments) {
        if (arguments.length == 0) {
            return 0;
        }
        String given = String.join(" ", arguments);
        if (!given.matches("\\d{1,3}") || Integer.parseInt(given) > LARGEST) {
            throw new NoStatus("exit: expected a status from 0 to " + LARGEST + " or nothing, found " + given);
        }
        return Integer.parseInt(given);
    }

    /** Gogo prints what an exception is as text: a line for people. */
    private static final class NoStatus extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        NoStatus(String message) {
            super(message);
        }

        @SuppressWarnings("OverrideThrowableToString")
        @Override
        public String toString() {
            return "deltaframe: " + getMessage();
        }
    }
}
