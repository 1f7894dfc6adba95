/**
 * One compiled network: its packed weights, the order of the forward pass, and contexts to encode and classify in,
 * which callers take in turn.
 *
 * <p>May use {@code program} and what lies below; does not know the service.
 */
package io.deltaframe.operators.network;
