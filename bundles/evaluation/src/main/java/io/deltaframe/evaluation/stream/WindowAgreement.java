package io.deltaframe.evaluation.stream;

/**
 * What came of windows of which the later stages were computed for the newest segments only, beside the same windows
 * computed exactly. The first window of a video, which is exact in any case, does not count.
 *
 * @param recomputed    segments for which later stages were computed
 * @param windows       windows compared
 * @param sameLabel     windows whose best label was that of the exact window
 * @param difference    mean over windows and classes of how far a score was from the exact one, 0 to 1
 * @param right         windows whose best label was that of their video
 * @param exactlyRight  exact windows of the same for which that is so
 */
public record WindowAgreement(int recomputed, long windows, long sameLabel, double difference, long right,
                              long exactlyRight) {

    /** {@return percent of the windows whose best label was that of the exact window; 0 where there are none} */
    public double agreement() {
        return percent(sameLabel);
    }

    /** {@return percent of the windows whose best label was that of their video; 0 where there are none} */
    public double accuracy() {
        return percent(right);
    }

    /** {@return the same of exact windows} */
    public double exactAccuracy() {
        return percent(exactlyRight);
    }

    private double percent(long part) {
        return windows == 0 ? 0 : 100.0 * part / windows;
    }
}
