package io.deltaframe.api.config;

/**
 * What a launcher agrees on with the bundles in the framework it starts: the framework properties that it sets, and how
 * it finds the command line. All are optional; a platform with a launcher of its own need know none of them.
 */
public final class LauncherProperties {

    /** Framework property: folder where FFmpeg's libraries are unpacked for good; without it, for each start anew. */
    public static final String NATIVES = "deltaframe.natives";
    /**
     * Framework property: least level of log entries to print on stderr (ERROR, WARN, INFO, DEBUG, TRACE); none without
     * it.
     */
    public static final String CONSOLE_LOG = "deltaframe.console.log";
    /** Framework or system property: {@code true} if stderr is a terminal, on which a line can be overwritten. */
    public static final String TERMINAL = "deltaframe.terminal";
    /** Framework or system property: device of the engine {@code tornado} where its configuration names none. */
    public static final String TORNADO_DEVICE = "deltaframe.tornado.device";

    /**
     * Service property, {@code true}: the command line, an object with a public method {@code int run(String[],
     * InputStream, PrintStream, PrintStream)} that takes arguments, standard input, output and errors, and returns the
     * exit status. Called by reflection, because a launcher shares no class with bundles.
     */
    public static final String COMMAND_LINE = "deltaframe.main";

    private LauncherProperties() { }
}
