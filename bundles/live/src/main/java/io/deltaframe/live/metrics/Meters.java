package io.deltaframe.live.metrics;

import io.deltaframe.api.metrics.CameraMetrics;
import io.deltaframe.api.metrics.EngineMetrics;
import io.deltaframe.api.metrics.Metrics;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What measures sessions and engines. Safe for several threads. */
@Component(service = {Metrics.class, Meters.class})
public final class Meters implements Metrics {

    private final Set<CameraMeter> cameras = ConcurrentHashMap.newKeySet();
    private final Map<String, EngineMeter> engines = new ConcurrentSkipListMap<>();

    /** Called by Declarative Services. */
    @Activate
    public Meters() { }

    /**
     * Has a session's numbers shown, until they are {@linkplain #remove removed}.
     *
     * @param meter its own
     */
    public void add(CameraMeter meter) {
        cameras.add(meter);
    }

    /**
     * Forgets a session.
     *
     * @param meter its own
     */
    public void remove(CameraMeter meter) {
        cameras.remove(meter);
    }

    /**
     * {@return what measures an engine}
     *
     * @param name of the engine
     */
    public EngineMeter engine(String name) {
        EngineMeter known = engines.get(name);
        return known != null ? known : engines.computeIfAbsent(name, EngineMeter::new);
    }

    @Override
    public List<CameraMetrics> cameras() {
        return cameras.stream().map(CameraMeter::metrics)
                .sorted(Comparator.comparing(camera -> camera.status().session())).toList();
    }

    @Override
    public List<EngineMetrics> engines() {
        return engines.values().stream().map(EngineMeter::metrics).toList();
    }

    @Override
    public String prometheus() {
        return MetricsText.of(cameras(), engines());
    }
}
