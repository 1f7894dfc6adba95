package io.deltaframe.tornado;

import io.deltaframe.tdn.engine.EngineException;

/** TornadoVM failed: what it holds of a network is of no use any more, and other networks may fail next. */
final class DeviceFailureException extends EngineException {

    private static final long serialVersionUID = 1L;

    DeviceFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
