package io.deltaframe.evaluation.stream;

import io.deltaframe.api.Action;
import io.deltaframe.api.live.WindowResult;

/** Counts what becomes a {@link WindowAgreement}. For one thread at a time. */
final class AgreementCount {

    private final int recomputed;
    private long windows;
    private long same;
    private double difference;
    private long right;
    private long exactlyRight;

    /** @param recomputed segments for which later stages are computed */
    AgreementCount(int recomputed) {
        this.recomputed = recomputed;
    }

    int recomputed() {
        return recomputed;
    }

    long windows() {
        return windows;
    }

    /**
     * Compares.
     *
     * @param exact a window, with the scores of all classes
     * @param near  the same, computed in part
     * @param label index of the class that its video shows
     */
    void add(WindowResult exact, WindowResult near, int label) {
        double[] scores = new double[exact.actions().size()];
        for (Action action : exact.actions()) {
            scores[action.index()] = action.score();
        }
        double sum = 0;
        for (Action action : near.actions()) {
            sum += Math.abs(action.score() - scores[action.index()]);
        }
        windows++;
        difference += sum / scores.length;
        same += best(exact) == best(near) ? 1 : 0;
        right += best(near) == label ? 1 : 0;
        exactlyRight += best(exact) == label ? 1 : 0;
    }

    private static int best(WindowResult window) {
        return window.actions().getFirst().index();
    }

    WindowAgreement result() {
        return new WindowAgreement(recomputed, windows, same, windows == 0 ? 0 : difference / windows, right,
                exactlyRight);
    }
}
