package io.deltaframe.launcher;

import io.deltaframe.api.config.LauncherProperties;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * The command line as the shell bundle registers it: a service with the property
 * {@value LauncherProperties#COMMAND_LINE} and a public method {@code int run(String[], InputStream, PrintStream,
 * PrintStream)}. Called by reflection, because the launcher lies on the class path and shares no class with the bundle;
 * not through Gogo, whose quoting rules are not those of the caller's shell.
 */
final class CommandLineProxy {

    /** Filter that finds the service. */
    static final String FILTER = "(" + LauncherProperties.COMMAND_LINE + "=true)";

    private final Object service;
    private final Method run;

    CommandLineProxy(Object service) throws NoSuchMethodException {
        this.service = service;
        this.run = service.getClass()
                .getMethod("run", String[].class, InputStream.class, PrintStream.class, PrintStream.class);
    }

    int run(String[] args, InputStream in, PrintStream out, PrintStream err) throws ReflectiveOperationException {
        try {
            return (int) run.invoke(service, args, in, out, err);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }
}
