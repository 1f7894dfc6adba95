/**
 * Windows through networks: which recognizer a session has, whose turn it is, and what a window shares with the ones
 * before.
 *
 * <p>May use {@code window}.
 */
package io.deltaframe.live.inference;
