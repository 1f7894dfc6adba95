package uk.ac.manchester.tornado.api;

import java.util.List;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** A way to reach devices, such as OpenCL. */
public interface TornadoBackend {

    List<TornadoDevice> getAllDevices();

    String getName();
}
