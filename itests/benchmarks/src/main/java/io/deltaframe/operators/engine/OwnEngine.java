package io.deltaframe.operators.engine;

import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Taps;

/** A network on an engine of its own, for suites outside this package. */
public final class OwnEngine implements AutoCloseable {

    private final SimdEngine engine;
    private final CompiledNetwork network;

    /**
     * Compiles a network.
     *
     * @param plan    the network
     * @param threads threads it runs on
     * @throws Exception if it cannot be compiled
     */
    public OwnEngine(NetworkPlan plan, int threads) throws Exception {
        engine = new SimdEngine(threads);
        network = engine.compile(plan, Taps.NONE);
    }

    /** {@return the network} */
    public CompiledNetwork network() {
        return network;
    }

    @Override
    public void close() {
        network.close();
        engine.close();
    }
}
