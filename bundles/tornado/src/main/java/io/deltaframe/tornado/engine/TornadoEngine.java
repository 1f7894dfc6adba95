package io.deltaframe.tornado.engine;

import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.Taps;
import io.deltaframe.tornado.device.Device;
import io.deltaframe.tornado.device.DeviceFailureException;
import io.deltaframe.tornado.network.TornadoNetwork;
import io.deltaframe.tornado.weights.NetworkWeights;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The GPU engine: networks as TornadoVM task graphs on one device. */
final class TornadoEngine implements Engine {

    static final String TORNADO = "tornado";

    /** Before the CPU engine on a GPU; behind it on a CPU, where TornadoVM is much slower than the Vector API. */
    private static final int GPU_RANKING = 10;
    private static final int OTHER_RANKING = -10;

    private final Device device;
    private final List<Device> others;
    private final int clipsAtOnce;
    private final Consumer<DeviceFailureException> failed;

    /**
     * An engine for a device.
     *
     * @param device      where networks run
     * @param others      devices it could have been made for as well
     * @param clipsAtOnce clips a network has room for at a time
     * @param failed      told when TornadoVM fails
     */
    TornadoEngine(Device device, List<Device> others, int clipsAtOnce, Consumer<DeviceFailureException> failed) {
        this.device = device;
        this.others = others;
        this.clipsAtOnce = clipsAtOnce;
        this.failed = failed;
    }

    /**
     * {@return an engine for a device that is chosen among those there are}
     *
     * @param deviceName  which device, as {@link Device#choose} takes it
     * @param clipsAtOnce clips a network has room for at a time
     * @param failed      told when TornadoVM fails
     * @throws EngineException if there is no such device, or TornadoVM fails
     */
    static EngineLifecycle.Candidate on(String deviceName, int clipsAtOnce, Consumer<DeviceFailureException> failed)
            throws EngineException {
        List<Device> devices = Device.all();
        Device device = Device.choose(devices, deviceName);
        List<Device> others = devices.stream().filter(other -> other != device).toList();
        return new EngineLifecycle.Candidate(new TornadoEngine(device, others, clipsAtOnce, failed),
                device.isGpu() ? GPU_RANKING : OTHER_RANKING);
    }

    @Override
    public String name() {
        return TORNADO;
    }

    @Override
    public String description() {
        return "TornadoVM on " + device.description() + (others.isEmpty() ? ""
                : "; other devices: " + others.stream().map(Device::description).collect(Collectors.joining(", ")));
    }

    @Override
    public CompiledNetwork compile(NetworkPlan plan, Taps taps) throws CheckpointException, EngineException {
        return new TornadoNetwork(NetworkWeights.load(plan), device, clipsAtOnce, taps, failed);
    }
}
