package io.deltaframe.shell.platform;

import io.deltaframe.api.health.Readiness;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.ProgressLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;

/** Waits for what the platform is loading, and tells what is missing with the reasons there are. */
final class ReadinessWaiter {

    /** The largest checkpoints load and compile in a small part of this, on slow disks too. */
    static final Duration LOADING_WAIT = Duration.ofMinutes(10);
    /** A platform that has been loading nothing for so long will not have what is missing. */
    static final Duration IDLE_WAIT = Duration.ofSeconds(10);

    /** From the end of one load to the beginning of the next that follows from it. */
    private static final Duration IDLE_PAUSE = Duration.ofMillis(500);

    private final ServiceRegistry registry;

    ReadinessWaiter(ServiceRegistry registry) {
        this.registry = registry;
    }

    /** {@return whether something is being loaded} */
    boolean loading() {
        return registry.readiness(null).stream().anyMatch(readiness -> readiness.state() == Readiness.State.LOADING);
    }

    /**
     * Waits until nothing is loaded and nothing has begun to load for a moment; recognizers follow when models and
     * engines are there.
     */
    void awaitIdle(ProgressLine progress) throws CommandException, InterruptedException {
        long[] idleSince = {System.nanoTime()};
        boolean idle = registry.await(LOADING_WAIT, () -> {
            if (loading()) {
                progress.waiting("loading");
                idleSince[0] = System.nanoTime();
            }
            return System.nanoTime() - idleSince[0] > IDLE_PAUSE.toNanos() ? Optional.of(true) : Optional.empty();
        }).orElse(false);
        if (!idle) {
            throw new CommandException("the platform is still loading after " + LOADING_WAIT.toMinutes() + " minutes");
        }
    }

    /** Waits for as long as something is being loaded, and then a little. */
    <T> Optional<T> awaitLoaded(ProgressLine progress, Duration idle, ServiceRegistry.Condition<T> condition)
            throws CommandException, InterruptedException {
        long[] idleSince = {System.nanoTime()};
        Optional<Optional<T>> found = registry.await(LOADING_WAIT, () -> {
            Optional<T> now = condition.look();
            if (now.isPresent()) {
                return Optional.of(now);
            }
            if (loading()) {
                progress.waiting("loading");
                idleSince[0] = System.nanoTime();
            }
            return System.nanoTime() - idleSince[0] > idle.toNanos() ? Optional.of(now) : Optional.empty();
        });
        return found.orElse(Optional.empty());
    }

    /** Waits until what a configuration made is ready, and says why if it will not be. */
    void awaitReady(String pid, String thing, ProgressLine progress) throws CommandException, InterruptedException {
        String filter = "(" + Constants.SERVICE_PID + "=" + ServiceRegistry.escape(pid) + ")";
        long[] idleSince = {System.nanoTime()};
        boolean ready = registry.await(LOADING_WAIT, () -> {
            Optional<Readiness> state = registry.readiness(filter).stream().findFirst();
            switch (state.map(Readiness::state).orElse(null)) {
                case READY -> {
                    return Optional.of(true);
                }
                case FAILED -> throw new CommandException(OneLine.of(state.orElseThrow().reason()));
                case LOADING -> {
                    progress.waiting("loading " + thing);
                    idleSince[0] = System.nanoTime();
                }
                case WAITING -> { }
                case null -> { }
            }
            if (System.nanoTime() - idleSince[0] > IDLE_WAIT.toNanos()) {
                throw new CommandException(because(thing + " is not ready", reasons()));
            }
            return Optional.empty();
        }).orElse(false);
        if (!ready) {
            throw new CommandException(thing + " is still not loaded after " + LOADING_WAIT.toMinutes() + " minutes");
        }
    }

    /** {@return what is not ready, and what does not even start} */
    List<String> reasons() {
        List<String> reasons = registry.readiness(null).stream()
                .filter(readiness -> readiness.state() != Readiness.State.READY)
                .map(ReadinessWaiter::explain).collect(Collectors.toCollection(ArrayList::new));
        reasons.addAll(registry.unresolved());
        return reasons;
    }

    /** {@return what a part is, its state and the reason} */
    static String explain(Readiness readiness) {
        return readiness.kind().name().toLowerCase(Locale.ROOT) + " " + readiness.name() + " is " + readiness.state()
                + (readiness.reason().isEmpty() ? "" : ": " + readiness.reason());
    }

    /** {@return a message and the reasons for what it tells} */
    static String because(String message, List<String> reasons) {
        return reasons.isEmpty() ? message : message + ": " + String.join("; ", reasons);
    }
}
