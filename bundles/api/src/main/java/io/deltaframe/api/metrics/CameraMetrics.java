package io.deltaframe.api.metrics;

import io.deltaframe.api.live.LiveStatus;
import java.io.Serializable;
import java.util.Objects;

/**
 * The numbers of one live session. Immutable.
 *
 * @param status its counters, and where it stands
 * @param lag    from when a window's last frame came to its result
 * @param decode decoding a picture and converting it to RGB, without waiting for it to come; empty where frames are
 *               pushed
 */
public record CameraMetrics(LiveStatus status, Distribution lag, Distribution decode) implements Serializable {

    /**
     * Checks the components.
     *
     * @throws NullPointerException if one is null
     */
    public CameraMetrics {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(lag, "lag");
        Objects.requireNonNull(decode, "decode");
    }
}
