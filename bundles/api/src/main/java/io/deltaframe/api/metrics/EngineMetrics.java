package io.deltaframe.api.metrics;

import java.io.Serializable;
import java.util.Objects;

/**
 * The numbers of one engine, over all live sessions. Immutable.
 *
 * @param engine   its name, or the names joined by {@code +} of those that an ensemble runs on
 * @param windows  windows that were answered
 * @param segments segments of these windows
 * @param shared   segments among them that were taken over from windows before, and not encoded again
 * @param encode   encoding the segments that are new in a window
 * @param classify classifying a window whose segments are encoded
 */
public record EngineMetrics(String engine, long windows, long segments, long shared, Distribution encode,
                            Distribution classify) implements Serializable {

    /**
     * Checks the components.
     *
     * @throws NullPointerException if one is null
     */
    public EngineMetrics {
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(encode, "encode");
        Objects.requireNonNull(classify, "classify");
    }
}
