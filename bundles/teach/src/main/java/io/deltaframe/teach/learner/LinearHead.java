package io.deltaframe.teach.learner;

import java.util.Arrays;

/**
 * A score a row: weights times features, and a bias. What the head of a network is.
 *
 * @param weights a row an action, and one for none of them at the end
 * @param bias    one a row
 */
public record LinearHead(double[][] weights, double[] bias) implements Scorer {

    @Override
    public double[] scores(Sample sample) {
        double[] scores = bias.clone();
        for (int k = 0; k < scores.length; k++) {
            scores[k] += Vectors.dot(weights[k], sample.mean());
        }
        return scores;
    }

    /**
     * {@return a head with its scores scaled}
     *
     * @param factor more than 0
     */
    public LinearHead times(double factor) {
        double[][] scaled = new double[weights.length][];
        Arrays.setAll(scaled, k -> Arrays.stream(weights[k]).map(weight -> weight * factor).toArray());
        return new LinearHead(scaled, Arrays.stream(bias).map(value -> value * factor).toArray());
    }

    /**
     * {@return a head that says none of them the likelier}
     *
     * @param threshold by which the score of an action must be more than that of none of them
     */
    public LinearHead withThreshold(double threshold) {
        double[] raised = bias.clone();
        raised[raised.length - 1] += threshold;
        return new LinearHead(weights, raised);
    }
}
