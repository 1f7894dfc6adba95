/**
 * The operators of a TDN on the JDK Vector API, and the CPU engine that runs a plan with them.
 *
 * <p>Layout: feature maps are channels-last with the channels of a pixel padded to whole vectors, and with a border of zeros
 * where the next convolution needs one; so a row of a kernel is one contiguous run of floats, and every convolution, stem or
 * 1x1, is the same loop over runs. The 3x3 convolutions of stride 1, a third of all arithmetic, go by Winograd's algorithm, whose
 * products are the same loop again. What a program works on lies in one array, and so do a network's weights. Nothing of this package
 * is exported: the engine is found in the service registry.
 */
package io.deltaframe.operators;
