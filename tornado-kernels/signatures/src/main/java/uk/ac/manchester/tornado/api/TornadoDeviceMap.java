package uk.ac.manchester.tornado.api;

import java.util.List;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;

/** The devices there are; here, plain Java. */
public class TornadoDeviceMap {

    public TornadoDeviceMap() { }

    public List<TornadoBackend> getAllBackends() {
        return List.of(new TornadoBackend() {
            @Override
            public List<TornadoDevice> getAllDevices() {
                return List.of(new PlainJava());
            }

            @Override
            public String getName() {
                return "Java";
            }
        });
    }

    private static final class PlainJava implements TornadoDevice {

        @Override
        public String getDescription() {
            return "work items in plain Java";
        }

        @Override
        public TornadoDeviceType getDeviceType() {
            return TornadoDeviceType.CPU;
        }

        @Override
        public long getMaxGlobalMemory() {
            return Runtime.getRuntime().maxMemory();
        }

        @Override
        public long getMaxAllocMemory() {
            return Runtime.getRuntime().maxMemory();
        }
    }
}
