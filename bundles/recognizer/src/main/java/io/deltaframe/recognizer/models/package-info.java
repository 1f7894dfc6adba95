/**
 * Where models come from: configuration, a watched folder, bundles. Each is inspected in the background: its index is
 * read and its file hashed, but no weights are decoded. Then it is registered as a {@link io.deltaframe.api.model.Model
 * Model}, with a readiness probe that says why if it cannot be used.
 *
 * <p>May use {@code metadata}, {@code labels} and {@code osgi}. It lies above {@code inference} and does not need it: a
 * model is a checkpoint and what is known about it, whatever runs it.
 */
package io.deltaframe.recognizer.models;
