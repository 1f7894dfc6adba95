/**
 * One compiled network: its weights, and its two verbs as calls of operators in the order of the plan.
 *
 * <p>May use {@code loop}.
 */
package io.deltaframe.scalar.network;
