package io.deltaframe.shell.command.recognize;

import io.deltaframe.api.Action;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.Timing;
import io.deltaframe.shell.output.OneLine;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** A recognition for people: what was looked at, with what, how long, and the ranked actions. */
final class RecognitionTable {

    private static final int BAR = 20;
    /** What a sum of probabilities may be off by. */
    private static final double ROUNDING = 1e-3;

    private RecognitionTable() { }

    static void print(PrintStream out, Recognition recognition, int top, double seconds) {
        Timing timing = recognition.timing();
        out.println(OneLine.of(recognition.video()));
        out.println(String.format(Locale.ROOT,
                "%s %s on %s, %s, %s, %.2f s (decode %.0f ms, preprocess %.0f ms, inference %.0f ms)",
                recognition.model().name(), recognition.model().version(), recognition.engine(),
                count(recognition.frames(), "frame"), count(recognition.views().size(), "view"), seconds,
                timing.decode(), timing.preprocess(), timing.inference()));
        out.println();
        List<Action> actions = recognition.top(top);
        int rankWidth = Integer.toString(actions.size()).length();
        // Sums of clamped logits, which the released way to score an ensemble gives, are no percentages
        boolean shares = recognition.actions().stream().mapToDouble(Action::score).sum() <= 1 + ROUNDING;
        double whole = shares ? 1 : recognition.best().score();
        for (int rank = 1; rank <= actions.size(); rank++) {
            Action action = actions.get(rank - 1);
            String score = shares ? String.format(Locale.ROOT, "%5.1f %%", 100 * action.score())
                    : String.format(Locale.ROOT, "%7.3f", action.score());
            out.println(String.format(Locale.ROOT, "%" + rankWidth + "d  %s  %-" + BAR + "s  %s", rank, score,
                    "#".repeat((int) Math.round(BAR * Math.clamp(action.score() / whole, 0, 1))),
                    OneLine.of(action.label())));
        }
        out.flush();
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
