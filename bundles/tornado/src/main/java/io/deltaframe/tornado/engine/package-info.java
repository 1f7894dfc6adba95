/**
 * The service: whether TornadoVM is there, which device runs the engine, the self-test against the CPU engine, and the
 * registration, withdrawn when the device fails.
 *
 * <p>May use {@code network} and whatever that uses; the component and the look for TornadoVM must not touch a class
 * that needs TornadoVM before it is known to be there.
 */
package io.deltaframe.tornado.engine;
