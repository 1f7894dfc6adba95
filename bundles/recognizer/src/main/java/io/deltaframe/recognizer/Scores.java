package io.deltaframe.recognizer;

import io.deltaframe.api.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Consensus over views: softmax of each view in double, averaged; and logits averaged for those who combine models. */
final class Scores {

    private final double[] scores;
    private final double[] logits;
    private int views;

    /** @param classes number of classes, at least 1 */
    Scores(int classes) {
        this.scores = new double[classes];
        this.logits = new double[classes];
    }

    /**
     * Takes a view in.
     *
     * @param view a logit a class
     * @throws ArithmeticException if one is not finite; nothing is taken in
     */
    void add(float[] view) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            if (!Float.isFinite(view[i])) {
                throw new ArithmeticException("expected finite logits, found " + view[i] + " for class " + i);
            }
            max = Math.max(max, view[i]);
        }
        double sum = 0;
        for (float logit : view) {
            sum += Math.exp(logit - max);
        }
        for (int i = 0; i < logits.length; i++) {
            scores[i] += Math.exp(view[i] - max) / sum;
            logits[i] += view[i];
        }
        views++;
    }

    /**
     * {@return every class with its score, best first, equal scores in order of index}
     *
     * @param labels names of the classes
     */
    List<Action> ranking(List<String> labels) {
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            actions.add(new Action(i, labels.get(i), scores[i] / views));
        }
        // A stable sort keeps equal scores in order of index
        actions.sort(Comparator.comparingDouble(Action::score).reversed());
        return actions;
    }

    /** {@return the logits averaged over the views, by class} */
    List<Float> logits() {
        List<Float> mean = new ArrayList<>();
        for (double logit : logits) {
            mean.add((float) (logit / views));
        }
        return mean;
    }
}
