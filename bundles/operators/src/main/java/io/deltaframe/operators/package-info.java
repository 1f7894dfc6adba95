/**
 * The operators of a TDN on the JDK Vector API, and the CPU engine that runs a plan with them.
 *
 * <p>Feature maps are channels-last with the channels of a pixel padded to whole vectors, and with a border of zeros
 * where the next convolution needs one; so a row of a kernel is one contiguous run of floats, and every convolution,
 * stem or 1x1, is the same loop over runs. The 3x3 convolutions of stride 1, a third of all arithmetic, go by
 * Winograd's algorithm, whose products are the same loop again. What a program works on lies in one array, and so do a
 * network's weights. Nothing is exported: the engine is found in the service registry.
 *
 * <p>The rooms, each of which may use those behind it: {@code engine} (the service) → {@code network} (one compiled
 * network) → {@code program} (operators as steps, and who runs them) → {@code convolution} (packed weights and their
 * products) → {@code tile} (register tiles) → {@code layout} (vectors and maps in memory).
 */
package io.deltaframe.operators;
