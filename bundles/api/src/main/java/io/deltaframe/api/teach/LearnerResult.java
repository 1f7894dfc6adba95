package io.deltaframe.api.teach;

import java.io.Serializable;

/**
 * How a learner did on clips it had not been given.
 *
 * @param learner  its name
 * @param accuracy share of the clips of actions whose action came first, 0 to 1; where there are negatives, with the
 *                 threshold that they ask for, but for what cannot be written as a head; NaN where nothing could be
 *                 left out
 * @param head     whether it can be written as the head of a checkpoint
 * @param note     how its settings were chosen, or why it was left out; may be empty
 */
public record LearnerResult(String learner, double accuracy, boolean head, String note) implements Serializable { }
