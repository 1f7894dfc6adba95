/**
 * The forward pass of a TDN as launches: stems, stages and head laid out over maps at fixed places, once for each size
 * of frames and number of clips.
 *
 * <p>May use {@code device} (graphs and launches) and {@code weights}; runs nothing itself.
 */
package io.deltaframe.tornado.program;
