package io.deltaframe.shell.output;

import io.deltaframe.api.ProgressListener;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * Shows how far long work is. On a terminal one line that overwrites itself; elsewhere, as in a log file, a line now
 * and then, and none for work that is done within a second. For one thread.
 */
public final class ProgressLine implements ProgressListener, AutoCloseable {

    private static final long TERMINAL_NANOS = 100_000_000L;
    private static final long FIRST_LINE_NANOS = 1_000_000_000L;
    private static final long LINE_NANOS = 5_000_000_000L;

    private final PrintStream err;
    private final boolean terminal;
    private final LongSupplier clock;
    private final long lineNanos;
    private final long startNanos;
    private long nextNanos;
    private int shown;

    public ProgressLine(PrintStream err, boolean terminal) {
        this(err, terminal, System::nanoTime);
    }

    public ProgressLine(PrintStream err, boolean terminal, LongSupplier clock) {
        this(err, terminal, clock, LINE_NANOS);
    }

    /** Tells a log once in {@code lineNanos}, for work of hours. */
    public ProgressLine(PrintStream err, boolean terminal, LongSupplier clock, long lineNanos) {
        this.lineNanos = lineNanos;
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
        this.startNanos = clock.getAsLong();
        this.nextNanos = startNanos + (terminal ? TERMINAL_NANOS : FIRST_LINE_NANOS);
    }

    @Override
    public void progress(Stage stage, long done, long total) {
        String unit = switch (stage) {
            case DECODE -> "frames";
            case INFERENCE -> "views";
        };
        String verb = switch (stage) {
            case DECODE -> "decoding";
            case INFERENCE -> "recognising";
        };
        show(verb + " " + done + (total < 0 ? "" : " of " + total) + " " + unit);
    }

    /**
     * Shows that the work has not begun because something is being loaded: a matter of seconds on every call, which a
     * log need not tell unless it takes long.
     *
     * @param text one line
     */
    public void waiting(String text) {
        if (terminal || clock.getAsLong() - startNanos >= LINE_NANOS) {
            show(text);
        }
    }

    /**
     * Shows what is going on, if it is time to.
     *
     * @param text one line
     */
    public void show(String text) {
        long now = clock.getAsLong();
        if (now - nextNanos < 0) {
            return;
        }
        nextNanos = now + (terminal ? TERMINAL_NANOS : lineNanos);
        if (terminal) {
            err.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
            err.flush();
            shown = text.length();
        } else {
            err.println("deltaframe: " + text);
        }
    }

    /** Wipes the line, so that what follows starts on a clean one. */
    public void clear() {
        if (shown > 0) {
            err.print("\r" + " ".repeat(shown) + "\r");
            err.flush();
            shown = 0;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
