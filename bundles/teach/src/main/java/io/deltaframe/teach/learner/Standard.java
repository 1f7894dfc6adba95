package io.deltaframe.teach.learner;

import java.util.List;

/**
 * Features brought to mean 0 and deviation 1, a feature at a time, classes counting alike. A feature that hardly varies
 * is not blown up: deviations count as at least a share of the mean one.
 *
 * @param mean  of each feature
 * @param scale what each is multiplied with
 */
record Standard(double[] mean, double[] scale) {

    /** Least deviation, as a share of the mean deviation. */
    private static final double LEAST = 0.1;

    static Standard of(List<Sample> samples, double[] weights) {
        int size = samples.getFirst().mean().length;
        double[] mean = new double[size];
        double[] variance = new double[size];
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            Vectors.add(mean, weights[i], samples.get(i).mean());
            total += weights[i];
        }
        for (int j = 0; j < size; j++) {
            mean[j] /= total;
        }
        for (int i = 0; i < weights.length; i++) {
            double[] x = samples.get(i).mean();
            for (int j = 0; j < size; j++) {
                variance[j] += weights[i] * (x[j] - mean[j]) * (x[j] - mean[j]) / total;
            }
        }
        double typical = 0;
        for (double v : variance) {
            typical += Math.sqrt(v) / size;
        }
        double[] scale = new double[size];
        for (int j = 0; j < size; j++) {
            // All alike: then nothing is learned from it, whatever it is scaled with
            double deviation = Math.max(Math.sqrt(variance[j]), LEAST * typical);
            scale[j] = deviation > 0 ? 1 / deviation : 0;
        }
        return new Standard(mean, scale);
    }

    /** {@return weights under which classes count alike, the views of a class by their own} */
    static double[] balanced(List<Sample> samples, int classes) {
        double[] sums = new double[classes];
        int present = 0;
        for (Sample sample : samples) {
            present += sums[sample.label()] == 0 ? 1 : 0;
            sums[sample.label()] += sample.weight();
        }
        double[] weights = new double[samples.size()];
        for (int i = 0; i < weights.length; i++) {
            Sample sample = samples.get(i);
            weights[i] = sample.weight() / sums[sample.label()] / present;
        }
        return weights;
    }

    double[] apply(double[] x) {
        double[] standard = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            standard[j] = (x[j] - mean[j]) * scale[j];
        }
        return standard;
    }

    /** {@return a head for features as they are, of one for standardised features} */
    LinearHead undo(double[][] weights, double[] bias) {
        double[][] raw = new double[weights.length][];
        double[] shifted = bias.clone();
        for (int k = 0; k < raw.length; k++) {
            raw[k] = new double[scale.length];
            for (int j = 0; j < scale.length; j++) {
                raw[k][j] = weights[k][j] * scale[j];
            }
            shifted[k] -= Vectors.dot(raw[k], mean);
        }
        return new LinearHead(raw, shifted);
    }
}
