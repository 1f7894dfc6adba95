/**
 * Convolutions with their weights packed for the tiles: over gathered or contiguous inputs, row by row for few
 * channels, and by Winograd's algorithm.
 *
 * <p>May use {@code tile} and {@code layout}; computes some pixels and some output channels at a time for whoever asks,
 * and knows neither steps nor threads.
 */
package io.deltaframe.operators.convolution;
