package io.deltaframe.teach.learner;

/** What a learner has learned. */
@FunctionalInterface
public interface Scorer {

    /**
     * {@return a score an action, the higher the likelier, and one for none of them at the end}
     *
     * @param sample features of a view; its label is not looked at
     */
    double[] scores(Sample sample);
}
