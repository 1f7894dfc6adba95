/**
 * Operators as steps, bound to the maps they work on and cut into tasks; programs of such steps; and the threads that
 * run them.
 *
 * <p>May use {@code convolution}, {@code tile} and {@code layout}; knows neither the order of a network nor its
 * weights.
 */
package io.deltaframe.operators.program;
