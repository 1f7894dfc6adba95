package io.deltaframe.teach.learner;

import java.util.List;

/**
 * Linear discriminant: nearest class mean, where directions in which views of one class differ count less. How they
 * differ is seen even from one clip a class, by its views in time. The covariance is shrunk towards a multiple of the
 * identity, as there are fewer samples than features. Negatives are a class too; where there are none, none of the
 * classes has a score of 0, which is that of features halfway between all.
 *
 * @param shrinkage what is added to all variances, as a share of their mean
 */
public record Discriminant(double shrinkage) implements Learner {

    /** Score of an action that no sample shows. */
    private static final double NEVER = -1e6;

    @Override
    public String name() {
        return "discriminant";
    }

    @Override
    public String settings() {
        return "shrinkage " + shrinkage;
    }

    @Override
    public boolean linear() {
        return true;
    }

    @Override
    public LinearHead fit(List<Sample> samples, int actions) {
        double[] weights = Standard.balanced(samples, actions + 1);
        Standard standard = Standard.of(samples, weights);
        int size = samples.getFirst().mean().length;
        double[][] means = new double[actions + 1][size];
        double[] sums = new double[actions + 1];
        double[][] x = new double[samples.size()][];
        for (int i = 0; i < x.length; i++) {
            x[i] = standard.apply(samples.get(i).mean());
            Vectors.add(means[samples.get(i).label()], weights[i], x[i]);
            sums[samples.get(i).label()] += weights[i];
        }
        for (int k = 0; k <= actions; k++) {
            for (int j = 0; sums[k] > 0 && j < size; j++) {
                means[k][j] /= sums[k];
            }
        }
        double variance = 0;
        for (int i = 0; i < x.length; i++) {
            Vectors.add(x[i], -1, means[samples.get(i).label()]);
            double root = Math.sqrt(weights[i]);
            for (int j = 0; j < size; j++) {
                x[i][j] *= root;
            }
            variance += Vectors.dot(x[i], x[i]) / size;
        }
        double[][] rows = Shrunk.solve(x, variance > 0 ? shrinkage * variance : 1, means);
        double[] bias = new double[actions + 1];
        for (int k = 0; k <= actions; k++) {
            bias[k] = sums[k] > 0 || k == actions ? -0.5 * Vectors.dot(rows[k], means[k]) : NEVER;
        }
        return standard.undo(rows, bias);
    }
}
