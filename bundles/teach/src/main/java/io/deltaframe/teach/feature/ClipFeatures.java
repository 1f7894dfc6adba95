package io.deltaframe.teach.feature;

/**
 * Features of a clip. Not changed by anybody.
 *
 * @param seconds length of what was looked at
 * @param size    numbers a segment
 * @param views   a row a view, in order of time: the features of its segments, one after the other
 */
public record ClipFeatures(double seconds, int size, float[][] views) {

    /**
     * {@return the mean over the segments of a view: what the head is applied to}
     *
     * @param view number of the view
     */
    public double[] mean(int view) {
        double[] mean = new double[size];
        int segments = views[view].length / size;
        for (int i = 0; i < views[view].length; i++) {
            mean[i % size] += views[view][i];
        }
        for (int i = 0; i < size; i++) {
            mean[i] /= segments;
        }
        return mean;
    }

    /** {@return the number of the view that a recognition of the clip looks at: that in the middle} */
    public int middle() {
        return views.length / 2;
    }
}
