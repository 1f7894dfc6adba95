package io.deltaframe.shell.command.evaluate;

import io.deltaframe.evaluation.EvaluationProgress;
import io.deltaframe.shell.output.ProgressLine;
import java.util.Locale;
import java.util.function.Consumer;

/** An evaluation's precision so far, how far it is and how long it will take. Called by one thread at a time. */
final class EvaluationProgressLine implements Consumer<EvaluationProgress> {

    private static final int BAR = 24;

    private final ProgressLine line;
    private final long begin = System.nanoTime();
    private volatile int done;

    EvaluationProgressLine(ProgressLine line) {
        this.line = line;
    }

    /** {@return videos done} */
    int done() {
        return done;
    }

    @Override
    public void accept(EvaluationProgress progress) {
        done = progress.done();
        line.show(text(progress, (System.nanoTime() - begin) / 1e9));
    }

    static String text(EvaluationProgress progress, double seconds) {
        int filled = (int) ((long) BAR * progress.done() / progress.total());
        int now = progress.done() - progress.resumed();
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + progress.done() + " of " + progress.total()
                + String.format(Locale.ROOT, "  Prec@1 %.2f  Prec@5 %.2f", progress.precision1(), progress.precision5())
                + (progress.unreadable() == 0 ? "" : "  " + progress.unreadable() + " unreadable")
                + (now == 0 ? "" : "  " + duration(seconds / now * (progress.total() - progress.done())) + " left");
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
