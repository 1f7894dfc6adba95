package io.deltaframe.teach.learner;

import java.util.List;

/**
 * The direction of each class: that of its mean, seen from the middle of all classes. Which class is nearest by angle
 * does not depend on how long the features are that are compared, so the order of the classes by cosine is that of a
 * linear head, which this is. Works from one clip a class on. None of the classes has a score of 0: a right angle.
 */
public record CosineMean() implements Learner {

    @Override
    public String name() {
        return "cosine";
    }

    @Override
    public String settings() {
        return "";
    }

    @Override
    public boolean linear() {
        return true;
    }

    @Override
    public LinearHead fit(List<Sample> samples, int actions) {
        double[] weights = Standard.balanced(samples, actions + 1);
        Standard standard = Standard.of(samples, weights);
        double[][] directions = new double[actions + 1][samples.getFirst().mean().length];
        for (int i = 0; i < weights.length; i++) {
            Sample sample = samples.get(i);
            if (sample.label() < actions) {
                Vectors.add(directions[sample.label()], weights[i], standard.apply(sample.mean()));
            }
        }
        for (int k = 0; k < actions; k++) {
            double length = Math.sqrt(Vectors.dot(directions[k], directions[k]));
            for (int j = 0; length > 0 && j < directions[k].length; j++) {
                directions[k][j] /= length;
            }
        }
        return standard.undo(directions, new double[actions + 1]);
    }
}
