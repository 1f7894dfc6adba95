/**
 * Operators as steps, bound to the maps they work on and cut into tasks; programs of such steps; and the threads that
 * run them.
 *
 * <p>May use {@code convolution}, {@code tile} and {@code layout}; does not know how a network is put together.
 */
package io.deltaframe.operators.program;
