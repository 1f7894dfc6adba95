/**
 * The service: whether the engine is needed, its threads, and its registration.
 *
 * <p>May use {@code network} and {@code loop}.
 */
package io.deltaframe.scalar.engine;
