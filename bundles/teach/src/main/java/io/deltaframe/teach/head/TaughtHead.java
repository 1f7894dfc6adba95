package io.deltaframe.teach.head;

import io.deltaframe.api.teach.LearnerResult;
import io.deltaframe.teach.learner.LinearHead;
import io.deltaframe.teach.learner.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * A head that was fitted to clips, and how good it can be expected to be.
 *
 * @param head          a row an action, and one for none of them at the end; scores are logits
 * @param learner       name of the learner
 * @param settings      of the learner
 * @param accuracy      of the learner, on clips that were left out; NaN where nothing could be left out
 * @param learners      how each learner did
 * @param threshold     by which an action's logit was made to need more than that of none; NaN where none is no answer
 * @param confusion     a row a class, as often as its clips came out as each class; empty where nothing was left out
 * @param negativeHours hours of negatives
 * @param alarmsPerHour false alarms an hour of negatives; NaN without negatives
 * @param mostPerHour   false alarms an hour that there are not more of, at 95 % confidence; NaN without negatives
 * @param suspicious    clips that look mislabelled
 * @param warnings      what was noticed
 */
public record TaughtHead(LinearHead head, String learner, String settings, double accuracy,
        List<LearnerResult> learners, double threshold, List<List<Integer>> confusion, double negativeHours,
        double alarmsPerHour, double mostPerHour, List<String> suspicious, List<String> warnings) {

    /** Probability of another action from which a clip looks mislabelled. */
    private static final double SUSPICIOUS = 0.8;
    /** Difference of logits between the best action and the next, where nothing could be left out. */
    private static final double MARGIN = 3;
    /** Share of the clips recognised that people should hear of. */
    private static final double FEW = 0.5;

    /** {@return names of the learners that can be asked for} */
    public static List<String> learnerNames() {
        return Choice.names();
    }

    /**
     * Fits a head.
     *
     * @param examples      clips of all actions, and negatives
     * @param actions       names of the actions
     * @param wanted        name of a learner, or that of the choice of the best
     * @param alarmsPerHour false alarms an hour of negatives that are accepted
     * @return the head
     * @throws InterruptedException if the thread was interrupted
     */
    public static TaughtHead of(List<Example> examples, List<String> actions, String wanted, double alarmsPerHour)
            throws InterruptedException {
        return fit(examples, examples, actions, wanted, alarmsPerHour, null);
    }

    /**
     * Fits a head that has the classes of the base in front.
     *
     * @param base          the classes of the base
     * @param examples      clips of all actions, and negatives
     * @param actions       names of the actions
     * @param wanted        name of a learner, or that of the choice of the best
     * @param alarmsPerHour false alarms an hour of negatives that are accepted
     * @return the head: a row a class of the base, then a row an action
     * @throws InterruptedException if the thread was interrupted
     */
    public static TaughtHead beside(BaseClasses base, List<Example> examples, List<String> actions, String wanted,
            double alarmsPerHour) throws InterruptedException {
        List<Example> all = new ArrayList<>(examples);
        all.addAll(base.imagined(examples.stream().filter(example -> !example.clip().negative()).toList()));
        return fit(all, examples, actions, wanted, alarmsPerHour, base);
    }

    private static TaughtHead fit(List<Example> examples, List<Example> given, List<String> actions, String wanted,
            double alarmsPerHour, BaseClasses base) throws InterruptedException {
        int count = actions.size();
        double seconds = given.stream().filter(example -> example.clip().negative())
                .mapToDouble(example -> example.features().seconds()).sum();
        // Of clips that were imagined nothing is known: alarms are those of clips that were given
        Set<Example> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(given);
        Function<Validation, List<HeldOut>> real = validation -> validation.counted().stream()
                .filter(row -> known.contains(row.example())).toList();
        Choice choice = Choice.of(examples, count, wanted, validation -> {
            List<HeldOut> rows = real.apply(validation);
            return rows.stream().anyMatch(HeldOut::negative)
                    ? Threshold.ofNegatives(rows, seconds, alarmsPerHour).value() : Double.NaN;
        });
        Validation chosen = choice.chosen().validation();
        List<String> warnings = new ArrayList<>(choice.warnings());
        List<Sample> samples = examples.stream().flatMap(example -> example.samples(count).stream()).toList();
        LinearHead head = (LinearHead) chosen.learner().fit(samples, count);
        List<HeldOut> counted = real.apply(chosen);
        Threshold threshold = new Threshold(Double.NaN, seconds / 3600, Double.NaN, Double.NaN);
        if (counted.stream().anyMatch(HeldOut::negative)) {
            threshold = Threshold.ofNegatives(counted, seconds, alarmsPerHour);
            if (choice.chosen().share() < FEW) {
                warnings.add(String.format(Locale.ROOT, "with no more false alarms than accepted only %.0f %% of the "
                        + "clips left out are recognised: more clips, or more false alarms, change that",
                        100 * choice.chosen().share()));
            }
        } else if (counted.stream().anyMatch(HeldOut::right) && base == null) {
            threshold = Threshold.withoutNegatives(counted);
            warnings.add("no negatives: a clip comes out as none where its score is clearly below those of the clips "
                    + "left out and recognised; how many false alarms that leaves is not known: clips of anything "
                    + "else in a folder 'none' tell");
        }
        if (counted.isEmpty()) {
            warnings.add("too few clips to leave one out: how good the model is cannot be told"
                    + (base == null ? ", and it always names an action" : "")
                    + "; give each action two clips or more, of two groups");
        }
        double factor = counted.isEmpty() ? MARGIN / margin(head, given, count)
                : Probabilities.factor(counted, threshold.value());
        LinearHead raised = (Double.isNaN(threshold.value()) ? head : head.withThreshold(threshold.value()))
                .times(factor);
        LinearHead whole = base == null ? raised : base.joined(raised, counted, threshold.value(), factor,
                given.stream().filter(example -> !example.clip().negative()).toList());
        return new TaughtHead(whole, chosen.learner().name(), chosen.learner().settings(),
                choice.chosen().share(), choice.results(), threshold.value() * factor,
                confusion(counted, count, threshold.value()),
                threshold.negativeHours(), threshold.alarmsPerHour(), threshold.mostPerHour(),
                suspicious(counted, actions, factor), warnings);
    }

    /** The mean difference between the best action and the next, of the clips themselves. */
    private static double margin(LinearHead head, List<Example> examples, int actions) {
        double sum = 0;
        int views = 0;
        for (Example example : examples) {
            for (Sample sample : example.seen(actions)) {
                double[] scores = Arrays.copyOf(head.scores(sample), actions);
                Arrays.sort(scores);
                sum += actions == 1 ? Math.abs(scores[0]) : scores[actions - 1] - scores[actions - 2];
                views++;
            }
        }
        return sum > 0 ? sum / views : 1;
    }

    private static List<List<Integer>> confusion(List<HeldOut> counted, int actions, double threshold) {
        if (counted.isEmpty()) {
            return List.of();
        }
        int[][] matrix = new int[actions + 1][actions + 1];
        for (HeldOut row : counted) {
            matrix[row.label()][row.margin() > threshold || Double.isNaN(threshold) ? row.best() : actions]++;
        }
        return Arrays.stream(matrix).map(row -> Arrays.stream(row).boxed().toList()).toList();
    }

    private static List<String> suspicious(List<HeldOut> counted, List<String> actions, double factor) {
        List<String> suspicious = new ArrayList<>();
        for (HeldOut row : counted) {
            if (!row.negative() && !row.right()) {
                double probability = Probabilities.of(row.scores(), Double.NaN, factor)[row.best()];
                if (probability >= SUSPICIOUS) {
                    suspicious.add(String.format(Locale.ROOT, "%s: looks like '%s' (%.0f %%)",
                            row.example().clip().path(), actions.get(row.best()), 100 * probability));
                }
            }
        }
        return suspicious;
    }
}
