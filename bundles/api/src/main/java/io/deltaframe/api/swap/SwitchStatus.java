package io.deltaframe.api.swap;

import java.io.Serializable;
import java.util.Objects;

/**
 * What a recognizer runs, and why. Immutable.
 *
 * @param recognizer name of the recognizer
 * @param model      name of the model in service; empty while there is none
 * @param version    its version; empty while there is none
 * @param engine     engine it runs on; empty while there is none
 * @param pinned     model it is pinned to by hand, name and version; empty while it follows its configuration
 * @param reason     what is not as it should be, for people; empty while all is well
 */
public record SwitchStatus(String recognizer, String model, String version, String engine, String pinned, String reason)
        implements Serializable {

    /**
     * Checks the components.
     *
     * @throws NullPointerException if a component is null
     */
    public SwitchStatus {
        Objects.requireNonNull(recognizer, "recognizer");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(pinned, "pinned");
        Objects.requireNonNull(reason, "reason");
    }
}
