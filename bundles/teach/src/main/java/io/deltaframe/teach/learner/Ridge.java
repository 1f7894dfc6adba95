package io.deltaframe.teach.learner;

import java.util.List;

/**
 * Ridge regression on class indicators, in closed form. A bias is not penalised. Solved over features or over samples,
 * whichever are fewer.
 *
 * @param lambda penalty, as a share of the mean square length of a sample
 */
public record Ridge(double lambda) implements Learner {

    @Override
    public String name() {
        return "ridge";
    }

    @Override
    public String settings() {
        return "lambda " + lambda;
    }

    @Override
    public boolean linear() {
        return true;
    }

    @Override
    public LinearHead fit(List<Sample> samples, int actions) {
        double[] weights = Standard.balanced(samples, actions + 1);
        Standard standard = Standard.of(samples, weights);
        double[][] x = samples.stream().map(sample -> standard.apply(sample.mean())).toArray(double[][]::new);
        double[][] y = new double[samples.size()][actions + 1];
        for (int i = 0; i < y.length; i++) {
            y[i][samples.get(i).label()] = 1;
        }
        return standard.undo(solve(x, y, weights, lambda), means(y, weights));
    }

    private static double[] means(double[][] y, double[] weights) {
        double[] means = new double[y[0].length];
        for (int i = 0; i < y.length; i++) {
            Vectors.add(means, weights[i], y[i]);
        }
        return means;
    }

    /**
     * {@return weights W, a row a target, that minimise {@code sum w_i |y_i - mean y - W x_i|^2 + lambda s |W|^2}, s
     * being the weighted mean of {@code |x_i|^2}}
     *
     * @param x       rows of weighted mean 0
     * @param y       targets of each row
     * @param weights of the rows, with sum 1
     * @param lambda  more than 0
     */
    static double[][] solve(double[][] x, double[][] y, double[] weights, double lambda) {
        int n = x.length;
        int size = x[0].length;
        double[] middle = means(y, weights);
        double scale = 0;
        double[][] z = new double[n][];
        double[][] targets = new double[middle.length][n];
        for (int i = 0; i < n; i++) {
            double root = Math.sqrt(weights[i]);
            z[i] = new double[size];
            Vectors.add(z[i], root, x[i]);
            scale += Vectors.dot(z[i], z[i]);
            for (int k = 0; k < middle.length; k++) {
                targets[k][i] = root * (y[i][k] - middle[k]);
            }
        }
        double penalty = scale > 0 ? lambda * scale : 1;
        double[][] solved = new double[middle.length][size];
        if (n <= size) {
            Cholesky samples = new Cholesky(Shrunk.products(z, penalty));
            for (int k = 0; k < solved.length; k++) {
                double[] dual = samples.solve(targets[k]);
                for (int i = 0; i < n; i++) {
                    Vectors.add(solved[k], dual[i], z[i]);
                }
            }
        } else {
            Cholesky features = new Cholesky(Shrunk.products(Shrunk.transposed(z), penalty));
            for (int k = 0; k < solved.length; k++) {
                double[] right = new double[size];
                for (int i = 0; i < n; i++) {
                    Vectors.add(right, targets[k][i], z[i]);
                }
                solved[k] = features.solve(right);
            }
        }
        return solved;
    }
}
