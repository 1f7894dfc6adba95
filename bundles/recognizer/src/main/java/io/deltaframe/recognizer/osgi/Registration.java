package io.deltaframe.recognizer.osgi;

import java.util.Dictionary;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * One service in the registry, whose properties and object may change. When a bundle stops, the framework unregisters
 * its services whether or not we have: that is no error, and is passed over here so that nobody else has to.
 *
 * <p>Calls come one at a time but for {@link #close}, which may come at any time. No lock is held while the framework
 * calls listeners; a close that comes in between is made up for.
 *
 * @param <S> type of the service
 */
public final class Registration<S> implements AutoCloseable {

    private record Registered<S>(S service, ServiceRegistration<?> registration) { }

    private final BundleContext owner;
    private final String[] types;
    private final AtomicReference<Registered<S>> present = new AtomicReference<>();
    private volatile boolean closed;

    /**
     * Nothing registered yet.
     *
     * @param owner in whose name the service is registered
     * @param type  of the service
     * @param more  interfaces under which the same object is registered too
     */
    public Registration(BundleContext owner, Class<S> type, Class<?>... more) {
        this.owner = owner;
        this.types = Stream.concat(Stream.of(type), Stream.of(more)).map(Class::getName).toArray(String[]::new);
    }

    /**
     * Registers a service, or gives the one that is registered other properties. Another service is there before the
     * one it replaces goes, so that whoever looks always finds one.
     *
     * @param service    the service
     * @param properties all of them
     * @return whether it is registered; not where this was closed or its bundle has stopped
     */
    public boolean publish(S service, Map<String, ?> properties) {
        if (closed) {
            return false;
        }
        Dictionary<String, ?> dictionary = FrameworkUtil.asDictionary(properties);
        Registered<S> before = present.get();
        try {
            if (before != null && before.service().equals(service)) {
                before.registration().setProperties(dictionary);
            } else {
                ServiceRegistration<?> made = owner.registerService(types, service, dictionary);
                unregister(present.getAndSet(new Registered<>(service, made)));
            }
        } catch (IllegalStateException e) {
            // Unregistered with its bundle, or by a close in between: the end of it in either case
            return false;
        }
        if (closed) {
            withdraw();
        }
        return !closed;
    }

    /** Takes the service away until it is published again. */
    public void withdraw() {
        unregister(present.getAndSet(null));
    }

    /** Takes the service away for good. */
    @Override
    public void close() {
        closed = true;
        withdraw();
    }

    private static void unregister(Registered<?> registered) {
        if (registered != null) {
            try {
                registered.registration().unregister();
            } catch (IllegalStateException e) {
                // The framework has unregistered it with its bundle
                return;
            }
        }
    }
}
