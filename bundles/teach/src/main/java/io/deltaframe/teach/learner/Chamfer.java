package io.deltaframe.teach.learner;

import java.util.ArrayList;
import java.util.List;

/**
 * Chamfer over segments: each segment of a view looks for the nearest one of a class, and the other way round. Works
 * from one clip a class on. Not linear: it cannot be written as the head of a checkpoint, and tells what order in time
 * and parts of an action are worth.
 */
public record Chamfer() implements Learner {

    @Override
    public String name() {
        return "chamfer";
    }

    @Override
    public String settings() {
        return "";
    }

    @Override
    public boolean linear() {
        return false;
    }

    @Override
    public Scorer fit(List<Sample> samples, int actions) {
        Standard standard = Standard.of(samples, Standard.balanced(samples, actions + 1));
        List<List<double[]>> classes = new ArrayList<>();
        for (int k = 0; k < actions; k++) {
            List<double[]> segments = new ArrayList<>();
            for (Sample sample : samples) {
                if (sample.label() == k) {
                    segments.addAll(segments(sample, standard));
                }
            }
            classes.add(segments);
        }
        return sample -> {
            List<double[]> segments = segments(sample, standard);
            double[] scores = new double[actions + 1];
            for (int k = 0; k < actions; k++) {
                scores[k] = nearest(segments, classes.get(k)) + nearest(classes.get(k), segments);
            }
            return scores;
        };
    }

    /** The mean, over the segments of one side, of the cosine to the nearest of the other. */
    private static double nearest(List<double[]> from, List<double[]> to) {
        double sum = 0;
        for (double[] segment : from) {
            double best = -1;
            for (double[] other : to) {
                best = Math.max(best, Vectors.dot(segment, other));
            }
            sum += best;
        }
        return from.isEmpty() ? -1 : sum / from.size();
    }

    /** Of length 1. */
    private static List<double[]> segments(Sample sample, Standard standard) {
        int size = sample.mean().length;
        List<double[]> segments = new ArrayList<>();
        for (int first = 0; first < sample.segments().length; first += size) {
            double[] segment = new double[size];
            for (int j = 0; j < size; j++) {
                segment[j] = sample.segments()[first + j];
            }
            double[] unit = standard.apply(segment);
            double length = Math.sqrt(Vectors.dot(unit, unit));
            for (int j = 0; length > 0 && j < size; j++) {
                unit[j] /= length;
            }
            segments.add(unit);
        }
        return segments;
    }
}
