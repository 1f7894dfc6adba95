package io.deltaframe.operators.engine;

import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.operators.network.NetworkWarmUp;
import io.deltaframe.operators.network.PackedNetwork;
import io.deltaframe.operators.network.SimdNetwork;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.Taps;

/** The CPU engine: networks on the Vector API. All networks share its threads. */
final class SimdEngine implements Engine, AutoCloseable {

    static final String SIMD = "simd";

    private final WorkerPool pool;

    /**
     * Starts the engine's threads.
     *
     * @param threads threads a network runs on, the caller's included; 0 for one a processor
     */
    SimdEngine(int threads) {
        pool = new WorkerPool(threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
    }

    @Override
    public String name() {
        return SIMD;
    }

    @Override
    public String description() {
        return Lanes.describe() + ", " + pool.threads() + (pool.threads() == 1 ? " thread" : " threads");
    }

    @Override
    public CompiledNetwork compile(NetworkPlan plan, Taps taps) throws CheckpointException, EngineException {
        try {
            PackedNetwork weights = PackedNetwork.load(plan);
            if (taps == Taps.NONE) {
                NetworkWarmUp.run(new SimdNetwork(weights, pool, Taps.NONE));
            }
            return new SimdNetwork(weights, pool, taps);
        } catch (OutOfMemoryError e) {
            throw new EngineException("not enough memory for " + plan.architecture().describe()
                    + ": the heap is limited to " + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB (-Xmx)", e);
        }
    }

    /** Ends the threads; networks that are still in use go on, each on its caller's thread alone. */
    @Override
    public void close() {
        pool.close();
    }
}
