/**
 * From a video to a recognition. {@link io.deltaframe.recognizer.inference.RecognitionPipeline#recognize
 * RecognitionPipeline.recognize} reads in one method: sample, decode, preprocess, encode, classify, fuse, recognition.
 * A pipeline runs on one {@link io.deltaframe.recognizer.inference.LoadedNetwork LoadedNetwork} or on several.
 *
 * <p>The stages do not know of each other, so that something else than a finished video can drive them. Windows of a
 * live stream take the same path through the room {@code segments}: every segment is encoded once into features that
 * the stream keeps, and every window classifies the last {@code T} of them; scores, fusion and ranking are the same.
 *
 * <p>May use {@code sampling} and {@code preprocess}.
 */
package io.deltaframe.recognizer.inference;
