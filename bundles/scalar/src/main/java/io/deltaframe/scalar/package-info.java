/**
 * The engine for JVMs that were started without the Vector API: the operators of a TDN as plain loops over arrays,
 * which C2 turns into vector instructions by itself.
 *
 * <p>Feature maps have a plane a channel, each an array of its own over all pixels of all images. So an innermost loop
 * reads and writes several arrays at one and the same index, which is the form of loop that C2 vectorises in Java 21:
 * where indices differ by anything that is no constant, it has to assume that arrays overlap. Nothing is exported: the
 * engine is found in the service registry.
 *
 * <p>The rooms, each of which may use those behind it: {@code engine} (the service) → {@code network} (one compiled
 * network) → {@code loop} (operators, and who runs them).
 */
package io.deltaframe.scalar;
