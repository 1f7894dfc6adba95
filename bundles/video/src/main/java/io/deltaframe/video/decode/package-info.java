/**
 * Packets into pictures and pictures into RGB frames: passes over a container or a folder, the selection of frames, and
 * the conversion of pixels.
 *
 * <p>May use {@code demux} and {@code natives}.
 */
package io.deltaframe.video.decode;
