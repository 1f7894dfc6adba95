package io.deltaframe.shell.command.teach;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.teach.LearnerResult;
import io.deltaframe.api.teach.TeachingReport;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.TextTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report of a lesson for people. */
final class ReportText {

    /** Of unreadable and suspicious clips. */
    private static final int LISTED = 20;
    /** A matrix that is wider does not fit a terminal; the JSON has it. */
    private static final int WIDEST = 12;

    private ReportText() { }

    /**
     * Prints what was taught and how good it can be expected to be.
     *
     * @param o      where to
     * @param report of the lesson
     * @param base   the base model
     * @param file   as the caller called it
     */
    static void print(PrintStream o, TeachingReport report, ModelInfo base, String file) {
        for (LearnerResult result : report.learners()) {
            o.println(learner(result, result.learner().equals(report.learner())));
        }
        if (!report.confusion().isEmpty()) {
            o.println();
            confusion(o, report);
            o.println();
        }
        if (!Double.isNaN(report.falseAlarmsPerHour())) {
            o.println(String.format(Locale.ROOT, "False alarms: %s an hour in %s of negatives; fewer than %s an hour "
                    + "at 95 %% confidence", number(report.falseAlarmsPerHour()), duration(report.negativeHours()),
                    number(report.mostFalseAlarms())));
        }
        listed(o, report.suspicious(), "Look mislabelled:");
        listed(o, report.unreadable(), "Could not be read, and were left out:");
        int clips = report.clips().stream().mapToInt(Integer::intValue).sum();
        o.println(OneLine.of(file) + ": " + report.labels().size() + " classes, " + clips + " clips, "
                + report.learner() + " on " + OneLine.of(base.name()) + " " + base.version());
        o.flush();
    }

    private static String learner(LearnerResult result, boolean taken) {
        String accuracy = Double.isNaN(result.accuracy()) ? "not measured: no clip could be left out"
                : String.format(Locale.ROOT, "%5.1f %% of the clips left out recognised", 100 * result.accuracy());
        return String.format(Locale.ROOT, "%s %-9s %s%s", taken ? "*" : " ", result.learner(), accuracy,
                (result.note().isEmpty() ? "" : " (" + result.note() + ")")
                + (result.head() ? "" : ", cannot be written as a head"));
    }

    private static void confusion(PrintStream o, TeachingReport report) {
        List<String> actions = report.actions();
        if (actions.size() > WIDEST) {
            for (int k = 0; k < actions.size(); k++) {
                List<Integer> row = report.confusion().get(k);
                int sum = row.stream().mapToInt(Integer::intValue).sum();
                o.println("  " + OneLine.of(actions.get(k)) + ": " + row.get(k) + " of " + sum + " right");
            }
            return;
        }
        List<String> heading = new ArrayList<>(List.of("is \\ taken for"));
        for (int k = 0; k < actions.size(); k++) {
            heading.add(Integer.toString(k + 1));
        }
        TextTable table = new TextTable(heading.toArray(String[]::new));
        for (int k = 0; k < actions.size(); k++) {
            List<String> cells = new ArrayList<>(List.of((k + 1) + " " + OneLine.of(actions.get(k))));
            report.confusion().get(k).forEach(count -> cells.add(count == 0 ? "." : count.toString()));
            table.row(cells.toArray(String[]::new));
        }
        table.print(o);
    }

    private static void listed(PrintStream o, List<String> lines, String what) {
        if (lines.isEmpty()) {
            return;
        }
        o.println(what);
        lines.stream().limit(LISTED).forEach(line -> o.println("  " + OneLine.of(line)));
        if (lines.size() > LISTED) {
            o.println("  and " + (lines.size() - LISTED) + " more");
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }

    private static String duration(double hours) {
        double seconds = 3600 * hours;
        return seconds < 120 ? Math.round(seconds) + " s" : hours < 2 ? Math.round(60 * hours) + " min"
                : number(hours) + " h";
    }
}
