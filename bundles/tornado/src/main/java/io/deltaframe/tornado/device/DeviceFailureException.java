package io.deltaframe.tornado.device;

import io.deltaframe.tdn.engine.EngineException;

/** TornadoVM failed: what it holds of a network is of no use any more, and other networks may fail next. */
public final class DeviceFailureException extends EngineException {

    private static final long serialVersionUID = 1L;

    public DeviceFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
