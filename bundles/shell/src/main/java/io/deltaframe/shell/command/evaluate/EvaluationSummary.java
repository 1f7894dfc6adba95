package io.deltaframe.shell.command.evaluate;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.evaluation.Protocol;
import io.deltaframe.evaluation.Results;
import io.deltaframe.shell.output.OneLine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The results of an evaluation for people. */
final class EvaluationSummary {

    /** Of videos and of confusions; all are in the files. */
    private static final int LISTED = 10;

    private EvaluationSummary() { }

    /**
     * Prints the numbers, what could not be read and what was confused.
     *
     * @param o       where to
     * @param results the numbers
     * @param folder  where everything else is
     */
    static void print(PrintStream o, Results results, Path folder) {
        Protocol protocol = results.protocol();
        ModelInfo model = protocol.model();
        o.println(OneLine.of(model.name()) + " " + model.version() + " on " + protocol.engine() + ", "
                + protocol.clips() + (protocol.clips() == 1 ? " clip, " : " clips, ")
                + protocol.crops() + (protocol.crops() == 1 ? " crop, " : " crops, ")
                + (model.members().isEmpty() ? "softmax averaged over views" : "ensemble " + protocol.scoring()));
        o.println(String.format(Locale.ROOT,
                "Prec@1 %.2f  Prec@5 %.2f  class accuracy %.2f  (%d of %d videos recognised)",
                results.precision1(), results.precision5(), results.classAccuracy(), results.scored(),
                results.videos()));
        listed(o, results.unreadable(), "could not be read:");
        List<String> confused = results.mostConfused(LISTED);
        if (!confused.isEmpty()) {
            o.println("Most confused:");
            confused.forEach(pair -> o.println("  " + OneLine.of(pair)));
        }
        if (results.warned() > 0) {
            o.println("Warnings with " + results.warned() + (results.warned() == 1 ? " video" : " videos")
                    + ", see scores.jsonl.");
        }
        o.println("Results are in " + folder
                + (results.resumed() > 0 ? "; " + results.resumed() + " videos were done before." : "."));
        o.flush();
    }

    private static void listed(PrintStream o, List<String> lines, String what) {
        if (lines.isEmpty()) {
            return;
        }
        o.println(lines.size() + (lines.size() == 1 ? " video " : " videos ") + what);
        lines.stream().limit(LISTED).forEach(line -> o.println("  " + OneLine.of(line)));
        if (lines.size() > LISTED) {
            o.println("  and " + (lines.size() - LISTED) + " more, see summary.json");
        }
    }
}
