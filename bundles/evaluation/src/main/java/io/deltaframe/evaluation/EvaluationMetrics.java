package io.deltaframe.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts outcomes, in the order of the list, so that sums do not depend on who finished first. For one thread. */
final class EvaluationMetrics {

    /** Released code says Prec@5; of less than five classes all are among the best. */
    static final int MANY = 5;

    /**
     * A video that could not be recognised.
     *
     * @param line   its line in the list, from 1
     * @param path   as the list has it
     * @param reason why
     */
    record Unreadable(int line, String path, String reason) { }

    /**
     * Videos of one class taken for another.
     *
     * @param label      the right class
     * @param prediction the class they were taken for
     * @param videos     how many
     * @param share      of the right class's videos, 0 to 1
     */
    record Confusion(int label, int prediction, int videos, double share) { }

    private final int[][] confusion;
    private final List<Unreadable> unreadable = new ArrayList<>();
    private int done;
    private int scored;
    private int first;
    private int amongMany;
    private int warned;

    EvaluationMetrics(int classes) {
        this.confusion = new int[classes][classes];
    }

    void add(Outcome outcome) {
        done++;
        warned += outcome.warnings().isEmpty() ? 0 : 1;
        if (!outcome.isScored()) {
            unreadable.add(new Unreadable(outcome.video().line(), outcome.video().path(), outcome.error()));
            return;
        }
        scored++;
        first += outcome.isAmongBest(1) ? 1 : 0;
        amongMany += outcome.isAmongBest(MANY) ? 1 : 0;
        confusion[outcome.video().label()][outcome.prediction()]++;
    }

    int done() {
        return done;
    }

    int scored() {
        return scored;
    }

    /** {@return videos recognised with a warning, or not at all with one} */
    int warned() {
        return warned;
    }

    List<Unreadable> unreadable() {
        return unreadable;
    }

    /** {@return percent of the videos recognised whose right class came first; 0 before the first video} */
    double precision1() {
        return percent(first, scored);
    }

    /** {@return percent of the videos recognised whose right class was among the first five} */
    double precision5() {
        return percent(amongMany, scored);
    }

    /** {@return percent of all videos whose right class came first, those that could not be read counted as wrong} */
    double precision1OfAll() {
        return percent(first, done);
    }

    double precision5OfAll() {
        return percent(amongMany, done);
    }

    /** {@return percent of right answers a class, averaged over the classes that have videos} */
    double classAccuracy() {
        double sum = 0;
        int classes = 0;
        for (int label = 0; label < confusion.length; label++) {
            int videos = videosOf(label);
            if (videos > 0) {
                sum += percent(confusion[label][label], videos);
                classes++;
            }
        }
        return classes == 0 ? 0 : sum / classes;
    }

    /** {@return videos by right class and class they were taken for; not to be written to} */
    int[][] confusion() {
        return confusion;
    }

    /** {@return the pairs of classes most often confused, the worst first} */
    List<Confusion> mostConfused(int count) {
        List<Confusion> all = new ArrayList<>();
        for (int label = 0; label < confusion.length; label++) {
            int videos = videosOf(label);
            for (int prediction = 0; prediction < confusion.length; prediction++) {
                if (prediction != label && confusion[label][prediction] > 0) {
                    all.add(new Confusion(label, prediction, confusion[label][prediction],
                            (double) confusion[label][prediction] / videos));
                }
            }
        }
        all.sort(Comparator.comparingInt(Confusion::videos).thenComparingDouble(Confusion::share).reversed()
                .thenComparingInt(Confusion::label).thenComparingInt(Confusion::prediction));
        return List.copyOf(all.subList(0, Math.min(count, all.size())));
    }

    private int videosOf(int label) {
        int videos = 0;
        for (int count : confusion[label]) {
            videos += count;
        }
        return videos;
    }

    private static double percent(int part, int whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}
