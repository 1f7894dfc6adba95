package io.deltaframe.live.result;

import io.deltaframe.api.live.LiveListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** The listeners in the service registry. Safe for several threads. */
@Component(service = Listeners.class)
public final class Listeners {

    private static final long IDLE_SECONDS = 10;

    private record Entry(Mailbox mailbox, ListenerChoice choice) { }

    /** By reference of those that are services, and by themselves of those that are not. */
    private final Map<Object, Entry> entries = new ConcurrentHashMap<>();
    private final ExecutorService executor;
    private final Logger log;

    /** @param log told of listeners that throw, and of filters that are none */
    @Activate
    public Listeners(@Reference(service = LoggerFactory.class) Logger log) {
        this.log = log;
        AtomicInteger number = new AtomicInteger();
        // A thread for each listener that is being told something: one that hangs keeps its own from going on, no other
        this.executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
                new SynchronousQueue<>(), work -> Thread.ofPlatform().daemon()
                        .name("deltaframe-live-listener-" + number.incrementAndGet()).unstarted(work));
    }

    @Deactivate
    void stop() {
        entries.values().forEach(entry -> entry.mailbox().close());
        executor.shutdownNow();
    }

    @Reference(service = LiveListener.class, cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC, updated = "bind")
    void bind(ServiceReference<LiveListener> reference, LiveListener listener, Map<String, Object> properties) {
        ListenerChoice choice;
        try {
            choice = ListenerChoice.of(properties);
        } catch (IllegalArgumentException e) {
            log.error("live listener {} hears nothing: {}", listener, e.getMessage());
            unbind(reference);
            return;
        }
        entries.compute(reference, (key, before) ->
                new Entry(before == null ? mailbox(listener) : before.mailbox(), choice));
    }

    void unbind(ServiceReference<LiveListener> reference) {
        remove(reference);
    }

    /**
     * Has a listener told that is no service.
     *
     * @param listener who is told
     * @param choice   of what
     */
    void add(LiveListener listener, ListenerChoice choice) {
        entries.put(listener, new Entry(mailbox(listener), choice));
    }

    /** Has a listener told nothing any more. */
    void remove(Object key) {
        Entry entry = entries.remove(key);
        if (entry != null) {
            entry.mailbox().close();
        }
    }

    /**
     * {@return a mailbox for a listener that is no service}
     *
     * @param listener who is told
     */
    public Mailbox mailbox(LiveListener listener) {
        return new Mailbox(listener, executor,
                (who, e) -> log.error("live listener {} failed: {}", who, e.toString(), e));
    }

    /** {@return how many listen} */
    int size() {
        return entries.size();
    }

    /** {@return how many are being told something} */
    long active() {
        return entries.values().stream().filter(entry -> entry.mailbox().active()).count();
    }

    /** {@return gives each listener a thread while it is told something} */
    Executor executor() {
        return executor;
    }

    /**
     * Tells all listeners that want to hear.
     *
     * @param result of what
     */
    public void tell(Result result) {
        entries.values().stream().filter(entry -> entry.choice().wants(result))
                .forEach(entry -> entry.mailbox().put(result));
    }
}
