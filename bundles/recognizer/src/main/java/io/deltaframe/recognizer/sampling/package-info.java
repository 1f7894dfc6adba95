/**
 * Which frames of a video are looked at: where the segments of a clip start, as in the released test mode. Arithmetic
 * on frame numbers alone.
 *
 * <p>May use no other room.
 */
package io.deltaframe.recognizer.sampling;
