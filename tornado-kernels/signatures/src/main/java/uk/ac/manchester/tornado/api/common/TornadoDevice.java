package uk.ac.manchester.tornado.api.common;

import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;

/** A device. */
public interface TornadoDevice {

    String getDescription();

    TornadoDeviceType getDeviceType();

    long getMaxGlobalMemory();

    long getMaxAllocMemory();
}
