package io.deltaframe.shell.command.watch;

import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.shell.output.OneLine;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** A line an event, in columns: stream time, camera, what, score, label. */
final class TextReport implements Report {

    private final PrintStream out;
    private final boolean windows;
    private final int width;

    /**
     * @param out     where to
     * @param windows whether windows are printed too
     * @param width   letters of the longest name of a camera
     */
    TextReport(PrintStream out, boolean windows, int width) {
        this.out = out;
        this.windows = windows;
        this.width = width;
    }

    @Override
    public void window(WindowResult window) {
        if (!windows) {
            return;
        }
        String kind = window.partial() ? "partial" : "window";
        if (window.inference() == WindowResult.Inference.NONE) {
            line(window.end(), window.session(), kind, "      still");
        } else if (!window.actions().isEmpty()) {
            line(window.end(), window.session(), kind, score(window.actions().getFirst().score()) + "  "
                    + window.actions().getFirst().label() + (window.gated() ? " (gate: still)" : ""));
        }
    }

    @Override
    public void started(ActionEvent event) {
        line(event.start(), event.session(), "start", score(event.score()) + "  " + event.label());
    }

    @Override
    public void ended(ActionEvent event) {
        line(event.end(), event.session(), "end", score(event.score()) + "  " + event.label()
                + String.format(Locale.ROOT, ", %.1f s, peak %s (%s)",
                        event.end().minus(event.start()).toMillis() / 1000.0, score(event.peakScore()).strip(),
                        OneLine.of(event.reason())));
    }

    @Override
    public void source(SourceEvent event) {
        out.printf(Locale.ROOT, "%-12s  %-" + width + "s  source   %s%s%n", "", event.session(), event.state(),
                event.reason().isEmpty() ? "" : ": " + OneLine.of(event.reason()));
        out.flush();
    }

    private void line(Duration time, String camera, String what, String text) {
        long millis = time.toMillis();
        out.printf(Locale.ROOT, "%s%02d:%02d:%02d.%03d  %-" + width + "s  %-7s  %s%n", millis < 0 ? "-" : "",
                Math.abs(millis) / 3_600_000, Math.abs(millis) / 60_000 % 60, Math.abs(millis) / 1000 % 60,
                Math.abs(millis) % 1000, camera, what, text);
        out.flush();
    }

    private static String score(double score) {
        return String.format(Locale.ROOT, "%4.2f", score);
    }

    @Override
    public void summary(Summary summary) {
        out.printf(Locale.ROOT, "%d %s, %d dropped%s; %d %s; 95 of 100 windows within %.0f ms of their last frame%n",
                summary.windows(), summary.windows() == 1 ? "window" : "windows", summary.dropped(), gated(summary),
                summary.events(), summary.events() == 1 ? "event" : "events", summary.lagP95().toNanos() / 1e6);
        out.flush();
    }

    private static String gated(Summary summary) {
        return summary.gated() == 0 ? "" : ", " + summary.gated() + " still"
                + (summary.missed() == 0 ? "" : ", " + summary.missed() + " of them with an action");
    }
}
