package io.deltaframe.teach.learner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Solvers agree with NumPy's solutions of the same problems; heads with what their learners are defined as. */
class LearnersTest {

    private static final double[][] X = {{0.775, 2.025, 0.3125}, {-0.225, 1.025, -1.1875}, {1.775, -0.975, 0.0625},
        {-1.725, 0.525, 0.8125}, {0.275, -1.975, -0.9375}, {0.775, 0.025, 1.8125}};
    private static final int[] LABELS = {0, 0, 1, 1, 2, 2};
    private static final double[] WEIGHTS = {0.1, 0.2, 0.15, 0.25, 0.2, 0.1};

    /** {@code numpy.linalg.solve(X' D X + 0.3 s I, X' D (Y - mean Y))}. */
    private static final double[][] RIDGE = {{0.036306368755924544, 0.16431232684427738, -0.11584892799483335},
        {-0.06349681008089154, -0.02656758195705571, 0.09785792470867695},
        {0.02719044132496701, -0.13774474488722166, 0.017991003286156427}};

    /** Newton's method in NumPy to a gradient of 4e-15: the second class against the others, cost 10. */
    private static final double[] LOGISTIC =
            {-0.3739674972814719, -0.6275665461401231, 0.6438782039468617, -0.07558815593686566};

    private static double[][] targets() {
        double[][] y = new double[X.length][3];
        for (int i = 0; i < y.length; i++) {
            y[i][LABELS[i]] = 1;
        }
        return y;
    }

    @Test
    void ridge_over_features_is_the_closed_form() {
        double[][] solved = Ridge.solve(X, targets(), WEIGHTS, 0.3);
        for (int k = 0; k < 3; k++) {
            assertArrayEquals(RIDGE[k], solved[k], 1e-12);
        }
    }

    /** With more features than samples it is solved over samples: features that are zero change nothing. */
    @Test
    void ridge_over_samples_is_the_same() {
        double[][] wide = new double[X.length][20];
        for (int i = 0; i < X.length; i++) {
            System.arraycopy(X[i], 0, wide[i], 0, 3);
        }
        double[][] solved = Ridge.solve(wide, targets(), WEIGHTS, 0.3);
        for (int k = 0; k < 3; k++) {
            assertArrayEquals(RIDGE[k], Arrays.copyOf(solved[k], 3), 1e-12);
        }
    }

    @Test
    void logistic_regression_is_at_the_optimum() {
        Feature[][] x = new Feature[X.length][3];
        double[] target = new double[X.length];
        for (int i = 0; i < X.length; i++) {
            for (int j = 0; j < 3; j++) {
                x[i][j] = new FeatureNode(j + 1, X[i][j]);
            }
            target[i] = LABELS[i] == 1 ? 1 : -1;
        }
        assertArrayEquals(LOGISTIC, Logistic.solve(x, target, 3, 10), 1e-3);
    }

    /** Over rows and over columns: columns of zeros make the features more than the samples. */
    @Test
    void shrunk_systems_are_solved_over_rows_and_over_columns() {
        double[][] right = {{1, -2, 0.5}};
        double[] solved = Shrunk.solve(X, 0.7, right)[0];
        for (int j = 0; j < 3; j++) {
            double sum = 0.7 * solved[j];
            for (double[] row : X) {
                sum += row[j] * Vectors.dot(row, solved);
            }
            assertEquals(right[0][j], sum, 1e-12);
        }
        double[][] wide = new double[X.length][20];
        for (int i = 0; i < X.length; i++) {
            System.arraycopy(X[i], 0, wide[i], 0, 3);
        }
        double[] other = Shrunk.solve(wide, 0.7, new double[][] {Arrays.copyOf(right[0], 20)})[0];
        assertArrayEquals(solved, Arrays.copyOf(other, 3), 1e-12);
    }

    @Test
    void cholesky_solves_and_refuses_what_is_not_positive_definite() {
        double[][] a = {{4, 2, 0.5}, {2, 5, 1}, {0.5, 1, 3}};
        double[] x = new Cholesky(a).solve(new double[] {1, 2, 3});
        for (int i = 0; i < 3; i++) {
            assertEquals(i + 1.0, Vectors.dot(a[i], x), 1e-12);
        }
        assertThrows(ArithmeticException.class, () -> new Cholesky(new double[][] {{1, 2}, {2, 1}}));
    }

    private static List<Sample> samples(int actions, int each, int size, long seed) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        for (int k = 0; k < actions; k++) {
            double[] centre = random.doubles(size, -2, 2).toArray();
            for (int i = 0; i < each; i++) {
                samples.add(sample(IntStream.range(0, size)
                        .mapToDouble(j -> centre[j] + random.nextGaussian()).toArray(), k));
            }
        }
        return samples;
    }

    private static Sample sample(double[] mean, int label) {
        float[] segments = new float[2 * mean.length];
        for (int j = 0; j < segments.length; j++) {
            segments[j] = (float) mean[j % mean.length];
        }
        return new Sample(mean, segments, label, 1);
    }

    private static int best(double[] scores) {
        return IntStream.range(0, scores.length - 1).boxed().max((a, b) -> Double.compare(scores[a], scores[b]))
                .orElseThrow();
    }

    @Test
    void the_linear_head_orders_classes_by_the_cosine_to_their_means() {
        List<Sample> samples = samples(4, 6, 10, 1);
        LinearHead head = new CosineMean().fit(samples, 4);
        double[] weights = Standard.balanced(samples, 5);
        Standard standard = Standard.of(samples, weights);
        for (Sample query : samples(4, 20, 10, 1).reversed()) {
            double[] x = standard.apply(query.mean());
            double[] scores = head.scores(query);
            for (int k = 0; k < 4; k++) {
                double[] mean = new double[10];
                for (Sample sample : samples) {
                    if (sample.label() == k) {
                        Vectors.add(mean, 1.0 / 6, standard.apply(sample.mean()));
                    }
                }
                double cosine = Vectors.dot(x, mean)
                        / Math.sqrt(Vectors.dot(x, x) * Vectors.dot(mean, mean));
                assertEquals(cosine * Math.sqrt(Vectors.dot(x, x)), scores[k], 1e-9);
            }
            assertEquals(0, scores[4]);
        }
    }

    static List<Learner> learners() {
        return List.of(new Discriminant(1), new CosineMean(), new Ridge(0.1), new Logistic(10), new Chamfer());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void each_learner_tells_clusters_apart(int number) {
        Learner learner = learners().get(number);
        List<Sample> given = samples(5, 8, 30, 7);
        Scorer scorer = learner.fit(given, 5);
        int right = 0;
        for (Sample sample : given) {
            double[] shifted = IntStream.range(0, 30).mapToDouble(j -> sample.mean()[j] + (j % 3 - 1) * 0.3).toArray();
            right += best(scorer.scores(sample(shifted, sample.label()))) == sample.label() ? 1 : 0;
        }
        assertEquals(given.size(), right, learner.name());
    }

    @Test
    void a_threshold_is_what_an_action_needs_more() {
        LinearHead head = new LinearHead(new double[][] {{1, 0}, {0, 1}, {0, 0}}, new double[] {0, 0, 0.5});
        assertArrayEquals(new double[] {2, 3, 0.5}, head.scores(sample(new double[] {2, 3}, 0)));
        assertArrayEquals(new double[] {4, 6, 5}, head.withThreshold(2).times(2)
                .scores(sample(new double[] {2, 3}, 0)));
    }
}
