/**
 * The GPU engine: the plan of a network as TornadoVM task graphs over the kernels of {@code io.deltaframe.tornado.kernels}.
 *
 * <p>A network is a list of launches; each runs a graph with a table of numbers. Bottlenecks are alike, so that about ten graphs are
 * compiled for a network of any depth, and run on frames of any size. Weights, feature maps and encoded segments stay on the device.
 * Nothing of this package is exported: the engine is found in the service registry.
 */
package io.deltaframe.tornado;
