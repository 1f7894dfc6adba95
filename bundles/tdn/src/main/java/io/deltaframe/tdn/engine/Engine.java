package io.deltaframe.tdn.engine;

import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.NetworkPlan;

/**
 * Compiles network plans for one kind of hardware. A service with the property {@value #NAME}; among engines the higher
 * {@code service.ranking} is preferred by recognizers set to {@code auto}. Safe for several threads.
 */
public interface Engine {

    /** Service property: name of the engine, such as {@code simd} or {@code tornado}. */
    String NAME = "deltaframe.engine";

    /** {@return name of the engine} */
    String name();

    /** {@return what it runs on, for people, such as {@code Vector API, 512-bit, 2 threads}} */
    String description();

    /**
     * Compiles a plan: reads its weights, packs them for the hardware and warms up.
     *
     * @param plan the network; its checkpoint must be open during the call and is not used afterwards
     * @param taps receives intermediate results of every later run, for tests; {@link Taps#NONE} otherwise
     * @return the network, for the caller to close
     * @throws CheckpointException if the weights cannot be read
     * @throws EngineException     if the engine cannot run such a network
     */
    CompiledNetwork compile(NetworkPlan plan, Taps taps) throws CheckpointException, EngineException;
}
