package io.deltaframe.shell.platform;

import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.shell.output.OneLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/** Looks into the service registry, and waits for what is not there yet. */
final class ServiceRegistry {

    /** Probes change their state without telling anybody, so that a wait looks again this often. */
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final BundleContext context;

    ServiceRegistry(BundleContext context) {
        this.context = context;
    }

    /** {@return what a function makes of every service of a type, the preferred first} */
    <S, T> List<T> each(Class<S> type, String filter, BiFunction<ServiceReference<S>, S, T> function) {
        List<ServiceReference<S>> references;
        try {
            references = new ArrayList<>(context.getServiceReferences(type, filter));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
        references.sort(Collections.reverseOrder());
        List<T> results = new ArrayList<>();
        for (ServiceReference<S> reference : references) {
            try (Held<S> held = new Held<>(context, reference, context.getService(reference))) {
                if (held.service() != null) {
                    results.add(function.apply(reference, held.service()));
                }
            }
        }
        results.removeIf(Objects::isNull);
        return results;
    }

    /** {@return the preferred service of a type; it stays in use until it is closed} */
    <S> Optional<Held<S>> get(Class<S> type, String filter) {
        try {
            return context.getServiceReferences(type, filter).stream().sorted(Collections.reverseOrder())
                    .map(reference -> new Held<>(context, reference, context.getService(reference)))
                    .filter(held -> held.service() != null).findFirst();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** {@return the state of all parts that {@code filter} matches} */
    List<Readiness> readiness(String filter) {
        return each(ReadinessProbe.class, filter, (reference, probe) -> probe.readiness());
    }

    /**
     * Waits until there is what is asked for.
     *
     * @param limit     how long
     * @param condition looks whether it is there
     * @return it, or empty when the time is over
     */
    <T> Optional<T> await(Duration limit, Condition<T> condition) throws CommandException, InterruptedException {
        Object change = new Object();
        ServiceListener listener = event -> {
            synchronized (change) {
                change.notifyAll();
            }
        };
        context.addServiceListener(listener);
        try {
            long end = System.nanoTime() + limit.toNanos();
            while (true) {
                Optional<T> found = condition.look();
                if (found.isPresent() || System.nanoTime() - end >= 0) {
                    return found;
                }
                synchronized (change) {
                    change.wait(LOOK_AGAIN_MILLIS);
                }
            }
        } finally {
            context.removeServiceListener(listener);
        }
    }

    /** {@return for every bundle that cannot be resolved, its name and why} */
    List<String> unresolved() {
        List<String> reasons = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() == Bundle.INSTALLED && bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                try {
                    // Only an attempt tells the reason. If it now succeeds, the better.
                    bundle.start(Bundle.START_TRANSIENT);
                } catch (BundleException e) {
                    reasons.add("bundle " + bundle.getSymbolicName() + " does not start: " + OneLine.of(e));
                }
            }
        }
        return reasons;
    }

    /** {@return a value as a filter has it} */
    static String escape(String value) {
        return value.replaceAll("[\\\\*()]", "\\\\$0");
    }

    /** What a wait looks for. */
    @FunctionalInterface
    interface Condition<T> {
        Optional<T> look() throws CommandException;
    }

    /** A service that is held until closed. */
    record Held<S>(BundleContext context, ServiceReference<S> reference, S service) implements AutoCloseable {

        /** {@return a handle that gives it back when it is closed} */
        ServiceHandle<S> handle() {
            return new ServiceHandle<>(service, this::close);
        }

        @Override
        public void close() {
            try {
                context.ungetService(reference);
            } catch (IllegalStateException e) {
                // This bundle was stopped in the meantime, which gave it back.
            }
        }
    }
}
