package io.deltaframe.teach.head;

import io.deltaframe.api.teach.LearnerResult;
import io.deltaframe.api.teach.Lesson;
import io.deltaframe.teach.learner.Chamfer;
import io.deltaframe.teach.learner.CosineMean;
import io.deltaframe.teach.learner.Discriminant;
import io.deltaframe.teach.learner.Learner;
import io.deltaframe.teach.learner.Logistic;
import io.deltaframe.teach.learner.Ridge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The learner that is taken, and how all of them did.
 *
 * @param chosen   the linear one that is right most often on clips it was not given, with the threshold that negatives
 *                 ask for; of those that are right as often the one that is least surprised
 * @param results  of each kind of learner, that of its best settings
 * @param warnings what was noticed
 */
record Choice(Tried chosen, List<LearnerResult> results, List<String> warnings) {

    /** Those that need the fewest clips first: where nothing tells them apart the first is taken. */
    private static final List<Learner> LEARNERS = List.of(new Discriminant(1), new Discriminant(0.1), new CosineMean(),
            new Ridge(1), new Ridge(0.1), new Ridge(0.01), new Ridge(0.001), new Logistic(3), new Logistic(30),
            new Chamfer());
    /** Chamfer compares each segment with each: with more views than this it would take minutes. */
    private static final int CHAMFER_VIEWS = 2000;

    /** {@return names of the learners that can be asked for} */
    static List<String> names() {
        return LEARNERS.stream().filter(Learner::linear).map(Learner::name).distinct().toList();
    }

    /**
     * Tries all learners, or all settings of one.
     *
     * @param examples of all actions
     * @param actions  number of actions
     * @param wanted   name of a learner, or {@link Lesson#BEST_LEARNER}
     * @param limit    the threshold that a learner's negatives ask for; NaN where there are none
     * @return the choice
     * @throws InterruptedException if the thread was interrupted
     */
    static Choice of(List<Example> examples, int actions, String wanted, ToDoubleFunction<Validation> limit)
            throws InterruptedException {
        Map<String, Tried> best = new LinkedHashMap<>();
        long views = examples.stream().mapToLong(example -> example.features().views().length).sum();
        for (Learner learner : LEARNERS) {
            boolean asked = wanted.equals(Lesson.BEST_LEARNER) || wanted.equals(learner.name());
            if (!asked || !learner.linear() && views > CHAMFER_VIEWS) {
                continue;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Tried tried = Tried.of(Validation.of(learner, examples, actions), limit);
            best.merge(learner.name(), tried, (a, b) -> b.better(a) ? b : a);
        }
        Tried chosen = null;
        for (Tried tried : best.values()) {
            if (tried.learner().linear() && (chosen == null || tried.better(chosen))) {
                chosen = tried;
            }
        }
        List<String> warnings = new ArrayList<>();
        for (Tried tried : best.values()) {
            // What is not linear knows of no negatives: the two are compared by telling actions apart
            if (!tried.learner().linear() && tried.share() > chosen.validation().accuracy()) {
                warnings.add(String.format(Locale.ROOT, "%s would tell apart %.1f %% of the clips left out, %s %.1f %%:"
                        + " it is not linear, and is not written", tried.learner().name(), 100 * tried.share(),
                        chosen.learner().name(), 100 * chosen.validation().accuracy()));
            }
        }
        List<LearnerResult> results = best.values().stream().map(tried -> new LearnerResult(tried.learner().name(),
                tried.share(), tried.learner().linear(),
                Double.isNaN(tried.share()) ? "" : tried.learner().settings())).toList();
        return new Choice(chosen, results, warnings);
    }

    /**
     * A learner that was tried.
     *
     * @param validation what it said of clips that were left out
     * @param threshold  that its negatives ask for; NaN where there are none
     * @param share      of the clips that it recognised
     */
    record Tried(Validation validation, double threshold, double share) {

        static Tried of(Validation validation, ToDoubleFunction<Validation> limit) {
            double threshold = validation.learner().linear() ? limit.applyAsDouble(validation) : Double.NaN;
            return new Tried(validation, threshold, Double.isNaN(threshold) ? validation.accuracy()
                    : validation.recognised(threshold));
        }

        Learner learner() {
            return validation.learner();
        }

        boolean better(Tried other) {
            if (Double.isNaN(share) || share != other.share) {
                return share > other.share;
            }
            return surprise() < other.surprise();
        }

        private double surprise() {
            List<HeldOut> counted = validation.counted();
            return Probabilities.loss(counted, threshold, Probabilities.factor(counted, threshold));
        }
    }
}
