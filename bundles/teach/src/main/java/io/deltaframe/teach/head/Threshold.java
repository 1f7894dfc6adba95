package io.deltaframe.teach.head;

import java.util.Arrays;
import java.util.List;

/**
 * By how much an action's score must be more than that of none of them.
 *
 * @param value          the margin that is not enough yet
 * @param negativeHours  hours of negatives it was chosen with
 * @param alarmsPerHour  false alarms an hour of negatives; NaN without negatives
 * @param mostPerHour    false alarms an hour that there are not more of, at 95 % confidence; NaN without negatives
 */
record Threshold(double value, double negativeHours, double alarmsPerHour, double mostPerHour) {

    /** Without negatives: share of the clips recognised rightly that are taken for chance. */
    private static final double ODD = 0.02;
    /** Without negatives: by how much of the way to the middle other clips may be below those that were given. */
    private static final double ROOM = 0.25;
    private static final double DOUBT = 0.05;
    private static final double SECONDS = 3600;

    /**
     * {@return the least threshold with which negatives that were left out raise no more than so many alarms}
     *
     * @param heldOut       of all clips
     * @param seconds       of the negatives together
     * @param alarmsPerHour that are accepted
     */
    static Threshold ofNegatives(List<HeldOut> heldOut, double seconds, double alarmsPerHour) {
        double[] margins = heldOut.stream().filter(HeldOut::negative).mapToDouble(HeldOut::margin).sorted().toArray();
        double hours = seconds / SECONDS;
        int accepted = (int) Math.min(margins.length, Math.floor(alarmsPerHour * hours));
        // Where none of them is the likelier, an action is never the answer, however rare its false alarms
        double value = accepted == margins.length ? 0 : Math.max(0, margins[margins.length - 1 - accepted]);
        long alarms = Arrays.stream(margins).filter(margin -> margin > value).count();
        return new Threshold(value, hours, alarms / hours, most(alarms) / hours);
    }

    /**
     * {@return a threshold a little below what clips that are recognised rightly have}
     *
     * @param heldOut of all clips, one of them right at least
     */
    static Threshold withoutNegatives(List<HeldOut> heldOut) {
        double[] margins = heldOut.stream().filter(row -> row.counted() && row.right()).mapToDouble(HeldOut::margin)
                .sorted().toArray();
        double least = margins[(int) Math.floor(ODD * margins.length)];
        return new Threshold(least - ROOM * (margins[margins.length / 2] - least) - Math.ulp(least), 0, Double.NaN,
                Double.NaN);
    }

    /** The rate at which as few events as these, or fewer, would come with a probability of {@link #DOUBT}. */
    static double most(long events) {
        double low = events;
        double high = 3 * events + 10.0;
        for (int step = 0; step < 100; step++) {
            double rate = (low + high) / 2;
            double term = Math.exp(-rate);
            double sum = term;
            for (int i = 1; i <= events; i++) {
                term *= rate / i;
                sum += term;
            }
            if (sum > DOUBT) {
                low = rate;
            } else {
                high = rate;
            }
        }
        return high;
    }
}
