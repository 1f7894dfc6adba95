/**
 * FFmpeg's native libraries: where they are unpacked, how they are loaded, and what their error codes mean.
 *
 * <p>The lowest room: it uses no other.
 */
package io.deltaframe.video.natives;
