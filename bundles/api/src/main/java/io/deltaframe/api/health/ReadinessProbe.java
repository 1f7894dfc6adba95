package io.deltaframe.api.health;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Registered by every model loader, engine, recognizer and configured camera for as long as it exists, ready or not. A
 * part that was made by a configuration carries its {@code service.pid}. Safe for several threads; answers at once,
 * without waiting for work that is going on.
 */
@ProviderType
public interface ReadinessProbe {

    /** {@return the state at this moment} */
    Readiness readiness();
}
