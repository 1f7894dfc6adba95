package io.deltaframe.teach.learner;

/**
 * Features of one view, and what it shows. Not changed by anybody.
 *
 * @param mean     over the segments
 * @param segments the features of the segments, one after the other
 * @param label    index of the action; the number of actions for a negative
 * @param weight   of this view among all: views of a clip share the weight of one
 */
public record Sample(double[] mean, float[] segments, int label, double weight) { }
