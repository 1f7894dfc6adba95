package io.deltaframe.api.metrics;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Gives the numbers of the moment. A service; safe for several threads. Counters begin at 0 when a session is opened,
 * or an engine answers its first window since the service began, and only grow; those of a session go with it.
 */
@ProviderType
public interface Metrics {

    /** The media type of {@link #prometheus}, for an HTTP header. */
    String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** {@return the numbers of every open session, by name} */
    List<CameraMetrics> cameras();

    /** {@return the numbers of every engine that has answered a window, by name} */
    List<EngineMetrics> engines();

    /** {@return all of them in Prometheus' text exposition format, version 0.0.4; every line ends with a line feed} */
    String prometheus();
}
