package io.deltaframe.teach.head;

import io.deltaframe.teach.learner.Learner;
import io.deltaframe.teach.learner.Sample;
import io.deltaframe.teach.learner.Scorer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A learner on clips it was not given: each group of clips is left out once, and the learner fitted to the others says
 * what they show.
 *
 * @param learner  which
 * @param heldOut  a row a view of every clip, in the order of the clips; empty where there is one group only
 * @param accuracy share of the counted clips of actions whose action came first; NaN where none counts
 */
record Validation(Learner learner, List<HeldOut> heldOut, double accuracy) {

    /** More groups are left out several at a time. */
    private static final int MOST_FOLDS = 20;

    static Validation of(Learner learner, List<Example> examples, int actions) {
        Map<String, Integer> folds = new LinkedHashMap<>();
        for (Example example : examples) {
            folds.putIfAbsent(example.clip().group(), folds.size() % MOST_FOLDS);
        }
        int count = Math.min(folds.size(), MOST_FOLDS);
        List<List<HeldOut>> rows = new ArrayList<>();
        examples.forEach(example -> rows.add(new ArrayList<>()));
        int counted = 0;
        int right = 0;
        for (int fold = 0; fold < count; fold++) {
            List<Sample> given = new ArrayList<>();
            boolean[] known = new boolean[actions + 1];
            for (Example example : examples) {
                if (folds.get(example.clip().group()) != fold) {
                    given.addAll(example.samples(actions));
                    known[example.label(actions)] = true;
                }
            }
            int there = 0;
            for (int k = 0; k < actions; k++) {
                there += known[k] ? 1 : 0;
            }
            if (there == 0) {
                continue;
            }
            Scorer scorer = learner.fit(given, actions);
            for (int i = 0; i < rows.size(); i++) {
                Example example = examples.get(i);
                if (folds.get(example.clip().group()) == fold) {
                    int label = example.label(actions);
                    // An action alone is told from negatives only, and is right by having no other to be taken for
                    boolean counts = label == actions || known[label];
                    for (Sample sample : example.seen(actions)) {
                        HeldOut row = new HeldOut(example, label, scorer.scores(sample), counts);
                        rows.get(i).add(row);
                        counted += counts && label < actions ? 1 : 0;
                        right += counts && row.right() ? 1 : 0;
                    }
                }
            }
        }
        return new Validation(learner, rows.stream().flatMap(List::stream).toList(),
                counted == 0 ? Double.NaN : (double) right / counted);
    }

    /** {@return the views that count} */
    List<HeldOut> counted() {
        return heldOut.stream().filter(HeldOut::counted).toList();
    }

    /**
     * {@return the share of the counted clips of actions whose action came first, none of them being an answer too; NaN
     * where none counts}
     *
     * @param threshold by which an action's score must be more than that of none
     */
    double recognised(double threshold) {
        int all = 0;
        int right = 0;
        for (HeldOut row : counted()) {
            if (!row.negative()) {
                all++;
                right += row.right() && row.margin() > threshold ? 1 : 0;
            }
        }
        return all == 0 ? Double.NaN : (double) right / all;
    }

    boolean measured() {
        return !Double.isNaN(accuracy);
    }
}
