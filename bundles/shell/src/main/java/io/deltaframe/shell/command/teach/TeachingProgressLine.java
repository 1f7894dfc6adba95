package io.deltaframe.shell.command.teach;

import io.deltaframe.api.teach.TeachingProgress;
import io.deltaframe.shell.output.ProgressLine;
import java.util.function.Consumer;

/** How far teaching is and how long it will take. Called by one thread at a time. */
final class TeachingProgressLine implements Consumer<TeachingProgress> {

    private static final int BAR = 24;

    private final ProgressLine line;
    private final long begin = System.nanoTime();
    private volatile TeachingProgress last = new TeachingProgress(0, 0, 0, 0);

    TeachingProgressLine(ProgressLine line) {
        this.line = line;
    }

    /** {@return how far it is, in words} */
    String text() {
        return last.done() + (last.total() == 0 ? " clips" : " of " + last.total() + " clips");
    }

    @Override
    public void accept(TeachingProgress progress) {
        last = progress;
        line.show(text(progress, (System.nanoTime() - begin) / 1e9));
    }

    static String text(TeachingProgress progress, double seconds) {
        int filled = (int) ((long) BAR * progress.done() / progress.total());
        int now = progress.done() - progress.cached();
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + progress.done() + " of " + progress.total()
                + (progress.cached() == 0 ? "" : "  " + progress.cached() + " known before")
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
