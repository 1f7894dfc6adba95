package io.deltaframe.live.health;

import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.live.LiveStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether every live session gets frames and answers all its windows: {@code WARN} where a source is lost, stalled or
 * unauthorized, or windows were dropped of late, and {@code OK} otherwise. One camera that is away is no reason to take
 * a platform out of service, so it is never worse than that.
 */
@Component(service = HealthCheck.class, property = {HealthCheck.NAME + "=Deltaframe cameras",
    HealthCheck.TAGS + "=deltaframe", HealthCheck.TAGS + "=deltaframe.cameras"})
public final class CamerasCheck implements HealthCheck {

    /** Windows that were dropped are told of for so long, and by the first look after it in any case. */
    static final Duration OF_LATE = Duration.ofMinutes(5);

    /** Up to when how many were dropped, and when the last look was that found more than the one before. */
    private record Dropped(long windows, long more, long nanos) { }

    private final LiveSessions sessions;
    private final LongSupplier clock;
    private Map<String, Dropped> seen = new HashMap<>();

    /** @param sessions that are looked at */
    @Activate
    public CamerasCheck(@Reference LiveSessions sessions) {
        this(sessions, System::nanoTime);
    }

    CamerasCheck(LiveSessions sessions, LongSupplier clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public synchronized Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<LiveStatus> cameras = sessions.status();
        long now = clock.getAsLong();
        Map<String, Dropped> next = new HashMap<>();
        for (LiveStatus camera : cameras) {
            Dropped before = seen.getOrDefault(camera.session(), new Dropped(0, 0, now));
            long more = camera.dropped() - (camera.dropped() < before.windows() ? 0 : before.windows());
            boolean late = before.more() > 0 && now - before.nanos() < OF_LATE.toNanos();
            Dropped dropped = more > 0 ? new Dropped(camera.dropped(), late ? before.more() + more : more, now)
                    : new Dropped(camera.dropped(), late ? before.more() : 0, before.nanos());
            next.put(camera.session(), dropped);
            tell(log, camera, dropped.more());
        }
        seen = next;
        log.info("{} cameras", cameras.size());
        return new Result(log);
    }

    private static void tell(FormattingResultLog log, LiveStatus camera, long dropped) {
        switch (camera.source()) {
            case LOST, STALLED, UNAUTHORIZED -> log.warn("camera {}: {}{}", camera.session(), camera.source(),
                    camera.reason().isEmpty() ? "" : ", " + camera.reason());
            case NONE, CONNECTING, RUNNING, STOPPED -> log.info("camera {}: {}, {} windows", camera.session(),
                    camera.source(), camera.windows());
        }
        if (dropped > 0) {
            log.warn("camera {}: {} windows were dropped of late{}", camera.session(), dropped,
                    camera.reason().isEmpty() ? ": the network is slower than the stream" : ": " + camera.reason());
        }
    }
}
