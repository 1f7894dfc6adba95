/**
 * The operators of a TDN as kernels for TornadoVM: static methods that are compiled for a device, or step by step in
 * plain Java in tests.
 *
 * <p>All feature maps lie in one array, all weights in another; a kernel finds the positions and sizes of its launch in
 * a table of ints ({@link io.deltaframe.tornado.kernels.KernelStep}). So every kernel has the same few arguments, task
 * graphs of all networks and sizes are alike, and nothing is compiled again when frames of another size come.
 *
 * <p>The names of kernels begin with {@code tdn}: a kernel that is called as a built-in function of OpenCL crashes its
 * compiler. This package is no bundle, because TornadoVM reads bytecode through the system class loader.
 */
package io.deltaframe.tornado.kernels;
