package io.deltaframe.tornado;

import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.Taps;
import java.util.function.Consumer;

/** The GPU engine: networks as TornadoVM task graphs on one device. */
final class TornadoEngine implements Engine {

    static final String TORNADO = "tornado";

    private final Device device;
    private final int clipsAtOnce;
    private final Consumer<DeviceFailureException> failed;

    /**
     * An engine for a device.
     *
     * @param device      where networks run
     * @param clipsAtOnce clips a network has room for at a time
     * @param failed      told when TornadoVM fails
     */
    TornadoEngine(Device device, int clipsAtOnce, Consumer<DeviceFailureException> failed) {
        this.device = device;
        this.clipsAtOnce = clipsAtOnce;
        this.failed = failed;
    }

    @Override
    public String name() {
        return TORNADO;
    }

    @Override
    public String description() {
        return "TornadoVM on " + device.description();
    }

    @Override
    public CompiledNetwork compile(NetworkPlan plan, Taps taps) throws CheckpointException, EngineException {
        return new TornadoNetwork(NetworkWeights.load(plan), device, clipsAtOnce, taps, failed);
    }
}
