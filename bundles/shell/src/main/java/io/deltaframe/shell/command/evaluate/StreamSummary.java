package io.deltaframe.shell.command.evaluate;

import io.deltaframe.evaluation.stream.StreamResults;
import io.deltaframe.evaluation.stream.WindowAgreement;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.TextTable;
import java.io.PrintStream;
import java.util.Locale;

/** The results of {@code evaluate --stream} for people. */
final class StreamSummary {

    /** All are in the file. */
    private static final int LISTED = 10;

    private StreamSummary() { }

    /**
     * Prints how near windows that are computed in part come to exact ones.
     *
     * @param out     where to
     * @param results the numbers
     */
    static void print(PrintStream out, StreamResults results) {
        out.printf(Locale.ROOT, "%s %s on %s, windows of %.3f s that advance by %.3f s, %d %s%n",
                OneLine.of(results.model().name()), results.model().version(), results.engine(),
                results.window().toNanos() / 1e9, results.hop().toNanos() / 1e9, results.videos(),
                results.videos() == 1 ? "video" : "videos");
        TextTable table = new TextTable("SEGMENTS", "WINDOWS", "SAME LABEL %", "SCORES DIFFER BY", "ACCURACY %",
                "EXACT %");
        for (WindowAgreement each : results.agreements()) {
            table.row("" + each.recomputed(), "" + each.windows(), number("%.1f", each.agreement()),
                    number("%.4f", each.difference()), number("%.1f", each.accuracy()),
                    number("%.1f", each.exactAccuracy()));
        }
        table.print(out);
        if (results.brief() > 0) {
            out.println(results.brief() + (results.brief() == 1 ? " video is" : " videos are")
                    + " too short for a second window.");
        }
        if (!results.unreadable().isEmpty()) {
            out.println(results.unreadable().size() + " could not be read:");
            results.unreadable().stream().limit(LISTED).forEach(line -> out.println("  " + OneLine.of(line)));
        }
        out.flush();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
