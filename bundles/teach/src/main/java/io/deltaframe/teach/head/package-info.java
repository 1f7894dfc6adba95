/**
 * From learners to the head of a checkpoint: which learner does best on clips it was not given, when none of the
 * actions is the answer, and the file.
 *
 * <p>May use {@code learner}.
 */
package io.deltaframe.teach.head;
