/**
 * The service: whether the Vector API is there, the threads that all networks share, and the registration.
 *
 * <p>May use {@code network} and whatever that uses; the component and the look for the Vector API must not touch a
 * class that needs it before it is known to be there.
 */
package io.deltaframe.operators.engine;
