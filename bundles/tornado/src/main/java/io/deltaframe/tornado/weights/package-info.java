/**
 * The weights of a network in one array, in the order in which the kernels read them, with constants folded in.
 *
 * <p>Uses the plan of {@code io.deltaframe.tdn} and the kernels; knows no device.
 */
package io.deltaframe.tornado.weights;
