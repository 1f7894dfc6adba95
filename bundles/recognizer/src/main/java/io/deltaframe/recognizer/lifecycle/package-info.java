/**
 * Which models a recognizer runs, as models and engines come and go. {@link
 * io.deltaframe.recognizer.lifecycle.Candidates Candidates} are what there is; a {@link
 * io.deltaframe.recognizer.lifecycle.ModelSelector ModelSelector} says what is wanted; what fits, best first, are
 * {@link io.deltaframe.recognizer.lifecycle.Deployment Deployments}. A {@link
 * io.deltaframe.recognizer.lifecycle.ModelReconciler ModelReconciler} brings the one in line with the other: it has a
 * member for each selector, takes their networks from the {@link io.deltaframe.recognizer.lifecycle.NetworkCache
 * NetworkCache}, and puts a pipeline over them into a {@link io.deltaframe.recognizer.lifecycle.ServingSlot
 * ServingSlot}.
 *
 * <p>May use {@code models}, {@code inference}, {@code labels} and {@code osgi}.
 */
package io.deltaframe.recognizer.lifecycle;
