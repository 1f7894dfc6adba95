package io.deltaframe.recognizer.inference;

import io.deltaframe.api.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Consensus over the views of one network, in double: the mean of each view's softmax, and for those who combine
 * networks the mean of the logits, and the mean of the logits clamped at zero.
 */
final class ClassScores {

    private final double[] softmax;
    private final double[] logits;
    private final double[] clamped;
    private int views;

    /** @param classes number of classes, at least 1 */
    ClassScores(int classes) {
        this.softmax = new double[classes];
        this.logits = new double[classes];
        this.clamped = new double[classes];
    }

    /**
     * Takes a view in.
     *
     * @param view a finite logit a class
     */
    void add(float[] view) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            max = Math.max(max, view[i]);
        }
        double sum = 0;
        for (float logit : view) {
            sum += Math.exp(logit - max);
        }
        for (int i = 0; i < logits.length; i++) {
            softmax[i] += Math.exp(view[i] - max) / sum;
            logits[i] += view[i];
            clamped[i] += Math.max(view[i], 0);
        }
        views++;
    }

    /** {@return the softmax averaged over the views, by class} */
    double[] softmax() {
        return mean(softmax);
    }

    /** {@return the logits, negative ones taken for zero, averaged over the views, by class} */
    double[] clamped() {
        return mean(clamped);
    }

    private double[] mean(double[] sums) {
        return Arrays.stream(sums).map(sum -> sum / views).toArray();
    }

    /**
     * {@return every class with its score, best first, equal scores in order of index}
     *
     * @param scores a score a class
     * @param labels names of the classes
     */
    static List<Action> ranking(double[] scores, List<String> labels) {
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            actions.add(new Action(i, labels.get(i), scores[i]));
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
