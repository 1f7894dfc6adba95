package io.deltaframe.teach.learner;

import java.util.List;

/** Learns actions from features of clips. Immutable; safe for several threads. */
public interface Learner {

    /** {@return its name, the same for all settings of one kind} */
    String name();

    /** {@return its settings in words; empty if it has none} */
    String settings();

    /** {@return whether what it learns is a {@link LinearHead}} */
    boolean linear();

    /**
     * Learns.
     *
     * @param samples in an order on which the result may depend; at least one an action
     * @param actions number of actions, at least 1
     * @return what was learned
     */
    Scorer fit(List<Sample> samples, int actions);
}
