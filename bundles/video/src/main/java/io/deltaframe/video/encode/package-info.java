/**
 * Frames into a video file.
 *
 * <p>May use {@code natives}.
 */
package io.deltaframe.video.encode;
