package io.deltaframe.teach.learner;

import java.util.List;

/**
 * Linear discriminant: nearest class mean, where directions in which views of one class differ count less. How they
 * differ is seen even from one clip a class, by its views in time. The covariance is shrunk towards a multiple of the
 * identity, as there are fewer samples than features. None of the classes has a score of 0, which is that of features
 * halfway between all.
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
        Standard standard = Standard.of(samples, Standard.balanced(samples, actions + 1));
        List<Sample> shown = samples.stream().filter(sample -> sample.label() < actions).toList();
        double[] weights = Standard.balanced(shown, actions);
        int size = shown.getFirst().mean().length;
        double[][] means = new double[actions][size];
        double[] sums = new double[actions];
        double[][] x = new double[shown.size()][];
        for (int i = 0; i < x.length; i++) {
            x[i] = standard.apply(shown.get(i).mean());
            Vectors.add(means[shown.get(i).label()], weights[i], x[i]);
            sums[shown.get(i).label()] += weights[i];
        }
        for (int k = 0; k < actions; k++) {
            for (int j = 0; sums[k] > 0 && j < size; j++) {
                means[k][j] /= sums[k];
            }
        }
        double variance = 0;
        for (int i = 0; i < x.length; i++) {
            Vectors.add(x[i], -1, means[shown.get(i).label()]);
            double root = Math.sqrt(weights[i]);
            for (int j = 0; j < size; j++) {
                x[i][j] *= root;
            }
            variance += Vectors.dot(x[i], x[i]) / size;
        }
        double[][] rows = new double[actions + 1][size];
        double[] bias = new double[actions + 1];
        double[][] solved = Shrunk.solve(x, variance > 0 ? shrinkage * variance : 1, means);
        for (int k = 0; k < actions; k++) {
            rows[k] = solved[k];
            bias[k] = sums[k] > 0 ? -0.5 * Vectors.dot(solved[k], means[k]) : NEVER;
        }
        return standard.undo(rows, bias);
    }
}
