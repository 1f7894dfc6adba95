/**
 * The GPU engine: the plan of a network as TornadoVM task graphs over the kernels of
 * {@code io.deltaframe.tornado.kernels}.
 *
 * <p>A network is a list of launches; each runs a graph with a table of numbers. Bottlenecks are alike, so that about
 * ten graphs are compiled for a network of any depth, and run on frames of any size. Weights, feature maps and encoded
 * segments stay on the device. Nothing is exported: the engine is found in the service registry.
 *
 * <p>The rooms, each of which may use those behind it: {@code engine} (the service) → {@code network} (one compiled
 * network) → {@code program} (the forward pass as launches) → {@code device} (task graphs and memory), {@code weights}
 * (the weights in one array). Only the component and {@code TornadoAvailability} must load where TornadoVM is missing.
 *
 * <p>The order of the forward pass stands here, in {@code program}, as well as in the CPU engine, in
 * {@code io.deltaframe.operators.network}: its {@code EncodeContext}, {@code ClassifyContext} and {@code StageSteps}
 * are the counterparts of {@code EncodeProgram}, {@code ClassifyProgram} and {@code StageBuilder}. That package says
 * what differs, why there are two, and which tests hold them together. Here the order is a list of launches, made once
 * for each size of frames and number of clips, over maps at fixed places in one array. The folded weights are the
 * plan's, in both.
 */
package io.deltaframe.tornado;
