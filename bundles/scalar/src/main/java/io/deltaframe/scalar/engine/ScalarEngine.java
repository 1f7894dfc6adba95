package io.deltaframe.scalar.engine;

import io.deltaframe.api.config.EngineConfig;
import io.deltaframe.scalar.loop.WorkerTeam;
import io.deltaframe.scalar.network.NetworkWeights;
import io.deltaframe.scalar.network.ScalarNetwork;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.Taps;

/** The engine in plain Java. All networks share its threads. */
final class ScalarEngine implements Engine, AutoCloseable {

    private final WorkerTeam team;
    private final String hint;

    /**
     * Makes an engine.
     *
     * @param threads threads a network runs on, the caller's included; 0 for one a processor
     * @param hint    what would make networks faster
     */
    ScalarEngine(int threads, String hint) {
        this.hint = hint;
        team = new WorkerTeam(threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
    }

    @Override
    public String name() {
        return EngineConfig.SCALAR;
    }

    @Override
    public String description() {
        return "plain Java, " + team.threads() + (team.threads() == 1 ? " thread" : " threads") + ", " + hint;
    }

    @Override
    public CompiledNetwork compile(NetworkPlan plan, Taps taps) throws CheckpointException, EngineException {
        try {
            NetworkWeights weights = NetworkWeights.load(plan);
            if (taps == Taps.NONE) {
                new ScalarNetwork(weights, team, Taps.NONE).warmUp();
            }
            return new ScalarNetwork(weights, team, taps);
        } catch (OutOfMemoryError e) {
            throw new EngineException("not enough memory for " + plan.architecture().describe()
                    + ": the heap is limited to " + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB (-Xmx)", e);
        }
    }

    /** Ends the threads; networks that are still in use go on, each on its caller's thread alone. */
    @Override
    public void close() {
        team.close();
    }
}
