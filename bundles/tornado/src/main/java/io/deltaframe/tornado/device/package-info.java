/**
 * A device as TornadoVM sees it: the choice among devices, task graphs and their launches, the arrays a network has
 * there, and the places of encoded segments in them. Failures of TornadoVM become exceptions here.
 *
 * <p>Uses the kernels; knows no network.
 */
package io.deltaframe.tornado.device;
