/**
 * Frames into windows: stream time and its epochs, how windows lie in it, which frames are kept, and which five make a
 * segment. Plain arithmetic on times; knows neither networks nor threads.
 *
 * <p>Uses no other room.
 */
package io.deltaframe.live.window;
