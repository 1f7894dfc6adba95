package io.deltaframe.shell.command.evaluate;

import io.deltaframe.evaluation.Standing;
import io.deltaframe.shell.output.Progress;
import java.util.Locale;
import java.util.function.Consumer;

/** An evaluation's precision so far, how far it is and how long it will take. Called by one thread at a time. */
final class EvaluationProgress implements Consumer<Standing> {

    private static final int BAR = 24;

    private final Progress progress;
    private final long begin = System.nanoTime();
    private volatile int done;

    EvaluationProgress(Progress progress) {
        this.progress = progress;
    }

    /** {@return videos done} */
    int done() {
        return done;
    }

    @Override
    public void accept(Standing standing) {
        done = standing.done();
        progress.show(text(standing, (System.nanoTime() - begin) / 1e9));
    }

    static String text(Standing standing, double seconds) {
        int filled = (int) ((long) BAR * standing.done() / standing.total());
        int now = standing.done() - standing.resumed();
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + standing.done() + " of " + standing.total()
                + String.format(Locale.ROOT, "  Prec@1 %.2f  Prec@5 %.2f", standing.precision1(), standing.precision5())
                + (standing.unreadable() == 0 ? "" : "  " + standing.unreadable() + " unreadable")
                + (now == 0 ? "" : "  " + duration(seconds / now * (standing.total() - standing.done())) + " left");
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 100) {
            return whole + " s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes < 100 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
