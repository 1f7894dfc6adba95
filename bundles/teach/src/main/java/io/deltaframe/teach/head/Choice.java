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
import java.util.stream.Collectors;

/**
 * The learner that is taken, and how all of them did.
 *
 * @param chosen   the linear one that is right most often on clips it was not given; of those that are right as often
 *                 the one that is least surprised
 * @param results  of each kind of learner, that of its best settings
 * @param warnings what was noticed
 */
record Choice(Validation chosen, List<LearnerResult> results, List<String> warnings) {

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
     * @return the choice
     */
    static Choice of(List<Example> examples, int actions, String wanted) throws InterruptedException {
        Map<String, Validation> best = new LinkedHashMap<>();
        long views = examples.stream().mapToLong(example -> example.features().views().length).sum();
        for (Learner learner : LEARNERS) {
            boolean asked = wanted.equals(Lesson.BEST_LEARNER) || wanted.equals(learner.name());
            if (!asked || !learner.linear() && views > CHAMFER_VIEWS) {
                continue;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Validation validation = Validation.of(learner, examples, actions);
            best.merge(learner.name(), validation, (a, b) -> better(b, a) ? b : a);
        }
        Validation chosen = null;
        for (Validation validation : best.values()) {
            if (validation.learner().linear() && (chosen == null || better(validation, chosen))) {
                chosen = validation;
            }
        }
        List<String> warnings = new ArrayList<>();
        for (Validation validation : best.values()) {
            if (!validation.learner().linear() && validation.accuracy() > chosen.accuracy()) {
                warnings.add(String.format(Locale.ROOT, "%s would be right with %.1f %% of the clips left out, %s with "
                        + "%.1f %%: it is not linear, and is not written", validation.learner().name(),
                        100 * validation.accuracy(), chosen.learner().name(), 100 * chosen.accuracy()));
            }
        }
        List<LearnerResult> results = best.values().stream().map(validation -> new LearnerResult(
                validation.learner().name(), validation.accuracy(), validation.learner().linear(),
                validation.measured() ? validation.learner().settings() : "")).collect(Collectors.toList());
        return new Choice(chosen, results, warnings);
    }

    private static boolean better(Validation a, Validation b) {
        if (!a.measured() || a.accuracy() != b.accuracy()) {
            return a.accuracy() > b.accuracy();
        }
        return surprise(a) < surprise(b);
    }

    private static double surprise(Validation validation) {
        List<HeldOut> counted = validation.counted();
        double factor = Probabilities.factor(counted, Double.NaN);
        return Probabilities.loss(counted, Double.NaN, factor);
    }
}
