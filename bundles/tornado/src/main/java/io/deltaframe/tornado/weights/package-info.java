/**
 * The weights of a network in one array, in the order in which the kernels read them.
 *
 * <p>Uses the plan of {@code io.deltaframe.tdn} and the kernels; knows no device.
 */
package io.deltaframe.tornado.weights;
