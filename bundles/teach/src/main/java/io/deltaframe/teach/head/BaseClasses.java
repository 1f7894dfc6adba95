package io.deltaframe.teach.head;

import io.deltaframe.teach.dataset.LessonClip;
import io.deltaframe.teach.dataset.LessonFolder;
import io.deltaframe.teach.feature.ClipFeatures;
import io.deltaframe.teach.learner.Cholesky;
import io.deltaframe.teach.learner.LinearHead;
import io.deltaframe.teach.learner.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The classes of the base model, which stay beside the new ones. There are no clips of them. What features they would
 * have is told by the base's own head: those of a given clip, moved by the shortest way to where the head is sure of a
 * class. Learners are given such features as negatives, so that the new actions do not answer for the old ones.
 *
 * @param head of the base, a row a class
 */
public record BaseClasses(LinearHead head) {

    /** By how much the logit of an imagined clip's class is the highest. */
    private static final double SURE = 4;
    /** Share of the clips recognised rightly among the new actions that stay so beside the old ones. */
    private static final double KEPT = 0.95;
    /** Against rows of the head that are nearly the same. */
    private static final double RIDGE = 1e-3;

    /**
     * {@return negatives that look like classes of the base, at least two a clip and, together, two a class}
     *
     * @param examples clips of the new actions
     */
    List<Example> imagined(List<Example> examples) {
        double[][] rows = head.weights();
        int classes = rows.length;
        Cholesky products = new Cholesky(products(rows));
        int each = Math.clamp((2L * classes + examples.size() - 1) / examples.size(), 2, classes);
        List<Example> imagined = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            for (int r = 0; r < each; r++) {
                int base = (i * each + r) % classes;
                imagined.add(imagined(example, base, products));
            }
        }
        return imagined;
    }

    private Example imagined(Example example, int base, Cholesky products) {
        ClipFeatures features = example.features();
        double[] mean = features.mean(features.middle());
        double[] logits = head.scores(new Sample(mean, new float[0], 0, 1));
        double[] change = new double[logits.length];
        change[base] = Math.max(0, Arrays.stream(logits).max().orElseThrow() + SURE - logits[base]);
        double[] factors = products.solve(change);
        float[] moved = new float[mean.length];
        for (int j = 0; j < moved.length; j++) {
            double sum = mean[j];
            for (int k = 0; k < factors.length; k++) {
                sum += factors[k] * head.weights()[k][j];
            }
            moved[j] = (float) sum;
        }
        return new Example(new LessonClip(example.clip().path(), example.clip().location(), LessonFolder.NONE,
                example.clip().group()), new ClipFeatures(0, moved.length, new float[][] {moved}));
    }

    private static double[][] products(double[][] rows) {
        double[][] products = new double[rows.length][rows.length];
        double trace = 0;
        for (int a = 0; a < rows.length; a++) {
            for (int b = 0; b < rows.length; b++) {
                for (int j = 0; j < rows[a].length; j++) {
                    products[a][b] += rows[a][j] * rows[b][j];
                }
            }
            trace += products[a][a];
        }
        for (int a = 0; a < rows.length; a++) {
            products[a][a] += RIDGE * trace / rows.length;
        }
        return products;
    }

    /**
     * {@return the rows of the base, then those of the new actions, raised as little as leaves most of the clips that
     * were left out and recognised recognised}
     *
     * @param taught    the new actions, and none of them at the end
     * @param heldOut   of the new actions; may be empty
     * @param threshold that {@code taught} was given, before the factor; NaN where it was given none
     * @param factor    by which the scores of {@code heldOut} become those of {@code taught}
     * @param given     clips of the new actions, for where nothing was left out
     */
    LinearHead joined(LinearHead taught, List<HeldOut> heldOut, double threshold, double factor,
            List<Example> given) {
        int actions = taught.bias().length - 1;
        List<Double> missing = new ArrayList<>();
        for (HeldOut row : heldOut) {
            if (!row.negative() && row.counted() && row.right()) {
                double margin = row.margin() - (Double.isNaN(threshold) ? 0 : threshold);
                missing.add(best(row.example().seen(actions).getFirst()) - factor * margin);
            }
        }
        if (missing.isEmpty()) {
            for (Example example : given) {
                Sample seen = example.seen(actions).getFirst();
                double[] scores = taught.scores(seen);
                missing.add(best(seen) - scores[example.label(actions)] + scores[actions]);
            }
        }
        missing.sort(null);
        double raised = missing.get((int) Math.ceil(KEPT * missing.size()) - 1);
        int classes = head.bias().length;
        double[][] weights = Arrays.copyOf(head.weights(), classes + actions);
        double[] bias = Arrays.copyOf(head.bias(), classes + actions);
        for (int k = 0; k < actions; k++) {
            double[] row = taught.weights()[k].clone();
            for (int j = 0; j < row.length; j++) {
                row[j] -= taught.weights()[actions][j];
            }
            weights[classes + k] = row;
            bias[classes + k] = taught.bias()[k] - taught.bias()[actions] + raised;
        }
        return new LinearHead(weights, bias);
    }

    private double best(Sample sample) {
        return Arrays.stream(head.scores(sample)).max().orElseThrow();
    }
}
