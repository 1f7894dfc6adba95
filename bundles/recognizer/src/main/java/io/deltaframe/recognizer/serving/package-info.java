/**
 * What a platform sees: recognizers and their switches as services, made by configuration or, without any, by default.
 * A {@link io.deltaframe.recognizer.serving.ManagedRecognizer ManagedRecognizer} is one of them from its settings to
 * its services: a {@link io.deltaframe.recognizer.serving.HotSwapRecognizer HotSwapRecognizer}, which hosts keep over
 * every change of its pipeline, a {@link io.deltaframe.recognizer.serving.RecognizerSwitch RecognizerSwitch} for swaps
 * and shadows by hand, and the reconciler that keeps both on the right models.
 *
 * <p>The top room: it may use all others, and no other may use it.
 */
package io.deltaframe.recognizer.serving;
