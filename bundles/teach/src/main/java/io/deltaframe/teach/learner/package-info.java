/**
 * Learners: from labelled features to something that scores others. Plain arithmetic in double precision, in one order,
 * so that the same samples give the same numbers on every machine.
 *
 * <p>May use no other room of this bundle.
 */
package io.deltaframe.teach.learner;
