/**
 * The recognizer's door for callers who cut segments themselves ({@code io.deltaframe.api.segment}): a pipeline that is
 * held, its networks by their two verbs, and frames shrunk to what networks can use.
 *
 * <p>May use {@code inference} and {@code preprocess}.
 */
package io.deltaframe.recognizer.segments;
