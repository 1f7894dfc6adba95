package io.deltaframe.shell.command;

import java.io.Console;

/** Whether there is a terminal. */
final class Terminals {

    private Terminals() { }

    /**
     * {@return whether the JVM's console is a terminal} Before Java 22 there is a console only where there is a
     * terminal; since then there is always one, and it can be asked.
     */
    static boolean isConsole() {
        Console console = System.console();
        try {
            return console != null && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
