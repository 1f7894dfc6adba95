package io.deltaframe.teach.head;

import java.util.List;

/** Scores as probabilities: the softmax of scores that are scaled first, so that they say how often they are right. */
final class Probabilities {

    private static final double STEP = Math.pow(2, 0.25);
    private static final double LEAST = 1.0 / 64;
    private static final int STEPS = 80;

    private Probabilities() { }

    /**
     * {@return the factor, of a fixed row of them, under which clips that were left out are the least surprising}
     *
     * @param heldOut   what counts; not empty
     * @param threshold that the scores of none of the actions are raised by; NaN where that is no answer
     */
    static double factor(List<HeldOut> heldOut, double threshold) {
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        double factor = LEAST;
        for (int step = 0; step < STEPS; step++) {
            double loss = loss(heldOut, threshold, factor);
            if (loss < least) {
                least = loss;
                best = factor;
            }
            factor *= STEP;
        }
        return best;
    }

    /** {@return the mean surprise: minus the logarithm of the right class's probability} */
    static double loss(List<HeldOut> heldOut, double threshold, double factor) {
        double sum = 0;
        int count = 0;
        for (HeldOut row : heldOut) {
            if (!row.negative() || !Double.isNaN(threshold)) {
                // Not 0: one clip that is wrong for certain must not decide alone
                sum -= Math.log(0.99 * of(row.scores(), threshold, factor)[row.label()] + 0.01 / row.scores().length);
                count++;
            }
        }
        return sum / count;
    }

    /** {@return a probability an action, and one for none; 0 where that is no answer} */
    static double[] of(double[] scores, double threshold, double factor) {
        double[] scaled = scores.clone();
        int none = scores.length - 1;
        scaled[none] = Double.isNaN(threshold) ? Double.NEGATIVE_INFINITY : scores[none] + threshold;
        double most = Double.NEGATIVE_INFINITY;
        for (double score : scaled) {
            most = Math.max(most, score);
        }
        double sum = 0;
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] = Math.exp(factor * (scaled[k] - most));
            sum += scaled[k];
        }
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] /= sum;
        }
        return scaled;
    }
}
