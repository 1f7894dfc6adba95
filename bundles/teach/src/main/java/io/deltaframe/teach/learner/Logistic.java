package io.deltaframe.teach.learner;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;
import java.util.List;

/**
 * Logistic regression, each class against the others, solved to convergence by a trust-region Newton method, which has
 * no chance in it.
 *
 * @param cost weight of the samples against that of the penalty
 */
public record Logistic(double cost) implements Learner {

    private static final double TOLERANCE = 1e-6;
    private static final int MOST_STEPS = 1000;
    /** Log odds of an action that no sample shows. */
    private static final double NEVER = -30;

    static {
        Linear.disableDebugOutput();
    }

    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public String settings() {
        return "cost " + cost;
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
        // Brought to length 1 in the mean, so that the cost means the same whatever the number of features
        double unit = 1 / Math.sqrt(size);
        Feature[][] x = new Feature[samples.size()][size];
        for (int i = 0; i < x.length; i++) {
            double[] row = standard.apply(samples.get(i).mean());
            for (int j = 0; j < size; j++) {
                x[i][j] = new FeatureNode(j + 1, row[j] * unit);
            }
        }
        double[][] learned = new double[actions + 1][size];
        double[] bias = new double[actions + 1];
        for (int k = 0; k <= actions; k++) {
            double[] target = new double[x.length];
            int positive = 0;
            for (int i = 0; i < x.length; i++) {
                target[i] = samples.get(i).label() == k ? 1 : -1;
                positive += target[i] > 0 ? 1 : 0;
            }
            if (positive > 0 && positive < x.length) {
                double[] solved = solve(x, target, size, cost);
                for (int j = 0; j < size; j++) {
                    learned[k][j] = solved[j] * unit;
                }
                bias[k] = solved[size];
            } else if (positive == 0 && k < actions) {
                bias[k] = NEVER;
            }
        }
        return standard.undo(learned, bias);
    }

    /** Weights, and the bias at the end, of one class against the others, both sides counting alike. */
    static double[] solve(Feature[][] x, double[] target, int size, double cost) {
        Problem problem = new Problem();
        problem.l = x.length;
        problem.n = size + 1;
        problem.bias = 1;
        problem.x = new Feature[x.length][];
        int positive = 0;
        for (int i = 0; i < x.length; i++) {
            problem.x[i] = Arrays.copyOf(x[i], size + 1);
            problem.x[i][size] = new FeatureNode(size + 1, 1);
            positive += target[i] > 0 ? 1 : 0;
        }
        problem.y = target;
        Parameter parameter = new Parameter(SolverType.L2R_LR, cost, TOLERANCE, MOST_STEPS);
        parameter.setWeights(new double[] {0.5 * x.length / positive, 0.5 * x.length / (x.length - positive)},
                new int[] {1, -1});
        Model model = Linear.train(problem, parameter);
        double[] solved = model.getFeatureWeights();
        double sign = model.getLabels()[0] == 1 ? 1 : -1;
        double[] result = new double[size + 1];
        for (int j = 0; j <= size; j++) {
            result[j] = sign * solved[j];
        }
        return result;
    }
}
