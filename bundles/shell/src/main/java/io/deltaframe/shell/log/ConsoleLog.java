package io.deltaframe.shell.log;

import io.deltaframe.api.config.LauncherProperties;
import io.deltaframe.shell.output.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.admin.LoggerAdmin;
import org.osgi.service.log.admin.LoggerContext;

/**
 * Prints log entries on stderr, one line each, if the framework property {@value LauncherProperties#CONSOLE_LOG} names
 * a level (ERROR, WARN, INFO, DEBUG, TRACE). Without it, silent: platforms have their own log.
 */
@Component(service = { }, immediate = true)
public final class ConsoleLog {

    private final LogReaderService reader;
    private final LogListener listener;
    private final Set<Long> printed = ConcurrentHashMap.newKeySet();

    /**
     * @param context of this bundle
     * @param reader  the log
     * @param admin   which levels the log takes
     */
    @Activate
    public ConsoleLog(BundleContext context, @Reference LogReaderService reader, @Reference LoggerAdmin admin) {
        String name = context.getProperty(LauncherProperties.CONSOLE_LOG);
        this.reader = reader;
        if (name == null) {
            listener = null;
            return;
        }
        LogLevel level;
        try {
            level = LogLevel.valueOf(name);
        } catch (IllegalArgumentException e) {
            System.err.println("deltaframe: " + LauncherProperties.CONSOLE_LOG
                    + " must be ERROR, WARN, INFO, DEBUG or TRACE but is " + name);
            listener = null;
            return;
        }
        // The log takes warnings and errors unless told otherwise.
        LoggerContext root = admin.getLoggerContext(null);
        Map<String, LogLevel> levels = root.getLogLevels();
        if (!levels.containsKey(Logger.ROOT_LOGGER_NAME)) {
            levels.put(Logger.ROOT_LOGGER_NAME, level);
            root.setLogLevels(levels);
        }
        listener = entry -> print(entry, level);
        reader.addLogListener(listener);
        // What was logged while the bundles before this one started; the log has the latest first.
        List<LogEntry> earlier = new ArrayList<>();
        reader.getLog().asIterator().forEachRemaining(earlier::addFirst);
        earlier.forEach(entry -> print(entry, level));
    }

    @Deactivate
    void stop() {
        if (listener != null) {
            reader.removeLogListener(listener);
        }
    }

    /** Entries come once, although those logged just now are heard and found in the history too. */
    private void print(LogEntry entry, LogLevel level) {
        // Levels are ordered from AUDIT and ERROR down to TRACE.
        if (entry.getLogLevel().compareTo(level) <= 0 && printed.add(entry.getSequence())) {
            System.err.println(line(entry));
        }
    }

    private static String line(LogEntry entry) {
        String bundle = entry.getBundle() == null ? "" : entry.getBundle().getSymbolicName() + ": ";
        Throwable e = entry.getException();
        return entry.getLogLevel() + " " + bundle + OneLine.of(entry.getMessage())
                + (e == null ? "" : " (" + OneLine.of(e.toString()) + ")");
    }
}
