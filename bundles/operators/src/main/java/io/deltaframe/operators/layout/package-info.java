/**
 * How values lie in memory: the vector size of this machine, places that begin cache lines, one array for all that a
 * program works on, and channels-last feature maps in it.
 *
 * <p>The lowest room: it uses no other.
 */
package io.deltaframe.operators.layout;
