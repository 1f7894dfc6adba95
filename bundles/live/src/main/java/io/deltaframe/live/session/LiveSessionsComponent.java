package io.deltaframe.live.session;

import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.video.StreamSource;
import io.deltaframe.live.inference.Recognizers;
import io.deltaframe.live.inference.Turns;
import io.deltaframe.live.metrics.Meters;
import io.deltaframe.live.result.Listeners;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** Opens sessions, and ends them when the component goes. */
// Immediate: else SCR would end the component, and with it open sessions, when the last user of the moment lets go.
@Component(service = LiveSessions.class, immediate = true)
public final class LiveSessionsComponent implements LiveSessions {

    private static final long IDLE_SECONDS = 10;
    private static final long STOP_SECONDS = 5;

    private final Recognizers recognizers;
    private final Listeners listeners;
    private final Meters meters;
    private final Logger log;
    private final ExecutorService executor;
    private final Turns turns;
    private final Map<String, Session> sessions = new ConcurrentSkipListMap<>();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile StreamSource sources;

    /**
     * Made by the component runtime.
     *
     * @param recognizers that sessions run on
     * @param listeners   that are told
     * @param meters      measure sessions and engines
     * @param log         told of windows that failed
     */
    @Activate
    public LiveSessionsComponent(@Reference Recognizers recognizers, @Reference Listeners listeners,
                                 @Reference Meters meters, @Reference(service = LoggerFactory.class) Logger log) {
        this.recognizers = recognizers;
        this.listeners = listeners;
        this.meters = meters;
        this.log = log;
        AtomicInteger number = new AtomicInteger();
        // A thread for each recognizer that has something to do
        this.executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
                new SynchronousQueue<>(), work -> Thread.ofPlatform().daemon()
                        .name("deltaframe-live-windows-" + number.incrementAndGet()).unstarted(work));
        this.turns = new Turns(executor);
    }

    @Override
    public LiveSession open(LiveOptions options, LiveListener listener) {
        Session session = new Session(options, new Surroundings(recognizers, turns, listeners, meters,
                () -> sources, log), listeners.mailbox(listener), this::closed);
        if (sessions.putIfAbsent(options.name(), session) != null) {
            throw new IllegalArgumentException("expected a name that no open session has, found '" + options.name()
                    + "': close that one first");
        }
        meters.add(session.meter());
        return session;
    }

    private void closed(Session session) {
        sessions.remove(session.name(), session);
        meters.remove(session.meter());
    }

    @Override
    public List<LiveStatus> status() {
        return sessions.values().stream().map(Session::status).toList();
    }

    @Deactivate
    void stop() {
        sessions.values().forEach(Session::close);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
