package io.deltaframe.tornado.device;

import io.deltaframe.tdn.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.TornadoDeviceMap;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;

/**
 * A device that TornadoVM sees.
 *
 * @param id            number of the back end and of the device in it, such as {@code 0:1}
 * @param backend       name of the back end
 * @param tornadoDevice TornadoVM's own view of it
 */
public record Device(String id, String backend, TornadoDevice tornadoDevice) {

    /** {@return all devices, in TornadoVM's order} */
    public static List<Device> all() throws EngineException {
        return withSystemLoader("fails to list its devices", () -> {
            List<Device> devices = new ArrayList<>();
            List<TornadoBackend> backends = new TornadoDeviceMap().getAllBackends();
            for (int b = 0; b < backends.size(); b++) {
                List<TornadoDevice> ofBackend = backends.get(b).getAllDevices();
                for (int d = 0; d < ofBackend.size(); d++) {
                    devices.add(new Device(b + ":" + d, backends.get(b).getName(), ofBackend.get(d)));
                }
            }
            return devices;
        });
    }

    /**
     * Chooses a device.
     *
     * @param devices    those there are
     * @param deviceName {@code 0:1}, a part of the device's name in any case, or empty for the first GPU, or the first
     *                   device if there is none
     * @return the device
     * @throws EngineException if there is none; the message lists those there are
     */
    public static Device choose(List<Device> devices, String deviceName) throws EngineException {
        if (devices.isEmpty()) {
            throw new EngineException(
                    "TornadoVM sees no device: it needs a driver of its back end (OpenCL: see clinfo)");
        }
        if (deviceName.isBlank()) {
            return devices.stream().filter(Device::isGpu).findFirst().orElse(devices.getFirst());
        }
        String name = deviceName.strip().toLowerCase(Locale.ROOT);
        return devices.stream().filter(device -> device.id.equals(name)).findFirst()
                .or(() -> devices.stream()
                        .filter(device -> device.description().toLowerCase(Locale.ROOT).contains(name)).findFirst())
                .orElseThrow(() -> new EngineException("TornadoVM sees no device '" + deviceName + "', only "
                        + devices.stream().map(Device::description).collect(Collectors.joining(", "))));
    }

    public boolean isGpu() {
        return tornadoDevice.getDeviceType() == TornadoDeviceType.GPU;
    }

    /** {@return number, name and back end} */
    public String description() {
        return id + " " + tornadoDevice.getDescription().strip().replaceAll("\\s+", " ") + " (" + backend + ")";
    }

    /**
     * {@return whether the device has enough memory}
     *
     * @param maps    bytes of the maps, one piece
     * @param weights bytes of the weights, another
     */
    public boolean hasRoomFor(long maps, long weights) {
        return Math.max(maps, weights) <= tornadoDevice.getMaxAllocMemory()
                && maps + weights <= tornadoDevice.getMaxGlobalMemory();
    }

    /**
     * Fails if the device has not enough memory. TornadoVM itself prints a number and goes on with wrong results.
     *
     * @param maps    bytes of the maps, one piece
     * @param weights bytes of the weights, another
     * @throws EngineException if it has not
     */
    public void check(long maps, long weights) throws EngineException {
        if (!hasRoomFor(maps, weights)) {
            throw new EngineException("not enough memory on " + description() + ": " + megabytes(maps) + " and "
                    + megabytes(weights)
                    + " MB are needed, but it has " + megabytes(tornadoDevice.getMaxGlobalMemory())
                    + " MB, in pieces of at most " + megabytes(tornadoDevice.getMaxAllocMemory()));
        }
    }

    private static long megabytes(long bytes) {
        return bytes >> 20;
    }

    /**
     * Calls TornadoVM.
     *
     * @param call what to do
     * @return its result
     * @throws EngineException if TornadoVM fails
     */
    <T> T call(Callable<T> call) throws EngineException {
        return withSystemLoader("fails on " + description(), call);
    }

    /** TornadoVM finds its parts and the kernels' bytecode through the system class loader. */
    private static <T> T withSystemLoader(String what, Callable<T> call) throws EngineException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return call.call();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Exception | Error e) {
            // TornadoVM's own assertions are errors too.
            throw new DeviceFailureException("TornadoVM " + what + ": " + e, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
