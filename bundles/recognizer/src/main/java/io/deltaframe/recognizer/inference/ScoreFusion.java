package io.deltaframe.recognizer.inference;

import io.deltaframe.api.config.ConfigurationReader;
import io.deltaframe.api.config.EnsembleConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How the scores of the networks that look at one video become one; of a single network they stay what they are. */
public enum ScoreFusion {

    /** The mean of the networks' scores, which are means of softmax: probabilities. */
    SOFTMAX_MEAN("softmax-mean") {
        @Override
        double[] fuse(List<ClassScores> networks) {
            return scaled(sum(networks.stream().map(ClassScores::softmax).toList()), 1.0 / networks.size());
        }
    },

    /**
     * As the released {@code pkl_to_results.py} does with two folders of results: logits, not softmax, clamped at zero,
     * summed over networks and views, and divided by the number of views of one network. A network with larger logits
     * weighs more, and classes that every network denies are all alike; the published ensembles are computed so.
     */
    RELEASED("released") {
        @Override
        double[] fuse(List<ClassScores> networks) {
            return sum(networks.stream().map(ClassScores::clamped).toList());
        }
    };

    private final String configured;

    ScoreFusion(String configured) {
        this.configured = configured;
    }

    /**
     * {@return the scores of the ensemble, by class}
     *
     * @param networks what each network saw of the same views
     */
    abstract double[] fuse(List<ClassScores> networks);

    /**
     * {@return the logits averaged over networks and views, by class, whatever the rule}
     *
     * @param networks what each network saw of the same views
     */
    static List<Float> meanLogits(List<ClassScores> networks) {
        List<List<Float>> logits = networks.stream().map(ClassScores::logits).toList();
        List<Float> mean = new ArrayList<>();
        for (int i = 0; i < logits.getFirst().size(); i++) {
            double sum = 0;
            for (List<Float> each : logits) {
                sum += each.get(i);
            }
            mean.add((float) (sum / logits.size()));
        }
        return mean;
    }

    /**
     * {@return the rule of a name}
     *
     * @param name as configured
     * @throws IllegalArgumentException if there is no such rule
     */
    public static ScoreFusion of(String name) {
        return Arrays.stream(values()).filter(scoring -> scoring.configured.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scoring: expected " + Arrays.stream(values())
                        .map(ScoreFusion::toString).collect(Collectors.joining(" or ")) + ", found "
                        + ConfigurationReader.shown(EnsembleConfig.SCORING, name)));
    }

    @Override
    public String toString() {
        return configured;
    }

    private static double[] sum(List<double[]> all) {
        double[] sum = new double[all.getFirst().length];
        for (double[] scores : all) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += scores[i];
            }
        }
        return sum;
    }

    private static double[] scaled(double[] scores, double factor) {
        return Arrays.stream(scores).map(score -> score * factor).toArray();
    }
}
