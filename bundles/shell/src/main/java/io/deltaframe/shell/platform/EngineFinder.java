package io.deltaframe.shell.platform;

import io.deltaframe.api.config.EngineConfig;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.tdn.engine.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Constants;

/** Finds the engine a command wants, with the threads it wants. */
final class EngineFinder {

    /** Engines that exist, whether or not they run here. */
    private static final Set<String> KNOWN_ENGINES =
            Set.of(EngineConfig.SIMD, EngineConfig.SCALAR, EngineConfig.TORNADO);
    /** For an engine that starts with its bundle. */
    private static final Duration ENGINE_WAIT = Duration.ofSeconds(3);
    /** From a changed configuration to the engine that has it. */
    private static final Duration RECONFIGURE_WAIT = Duration.ofSeconds(5);

    private final ServiceRegistry registry;

    EngineFinder(ServiceRegistry registry) {
        this.registry = registry;
    }

    /**
     * Finds an engine.
     *
     * @param name    name of the engine, or null for the preferred one
     * @param threads threads for the {@code simd} engine while it is held, or null for those it has
     * @return the engine, to be closed
     */
    ServiceHandle<Engine> find(String name, Integer threads)
            throws CommandException, UsageException, InterruptedException {
        return TemporarySetup.of(registry, setup -> {
            prepare(setup, name, threads);
            String wanted = threads == null ? name : EngineConfig.SIMD;
            return setup.hold(registry.await(ENGINE_WAIT,
                    () -> registry.get(Engine.class, wanted == null ? null : filter(wanted)))
                    .orElseThrow(() -> new CommandException(
                            ReadinessWaiter.because("there is no engine", new ReadinessWaiter(registry).reasons()))));
        });
    }

    /**
     * Makes sure that there is an engine as a command wants it, or says why there is none.
     *
     * @param setup   undoes what is changed for it
     * @param name    name of the engine, or null for any
     * @param threads threads for the {@code simd} engine, or null for those it has. The engine comes anew with them,
     *                and so do the recognizers that run on it
     */
    void prepare(TemporarySetup setup, String name, Integer threads)
            throws CommandException, UsageException, InterruptedException {
        if (name != null) {
            require(name);
        }
        if (threads != null) {
            Optional<String> before = simdEngine();
            setup.change(EngineConfig.SIMD_PID, Map.of(EngineConfig.SIMD_THREADS, threads));
            registry.await(RECONFIGURE_WAIT, () -> simdEngine().filter(now -> !before.equals(Optional.of(now))));
        }
    }

    private void require(String name) throws CommandException, UsageException, InterruptedException {
        ServiceRegistry.Condition<String> look =
                () -> registry.each(Engine.class, null, (reference, engine) -> engine.name())
                .stream().filter(name::equals).findFirst();
        boolean found = registry.await(ENGINE_WAIT, look).isPresent();
        if (!found && loading(name)) {
            // An engine that compiles for its device comes when that is done.
            registry.await(ReadinessWaiter.LOADING_WAIT,
                    () -> look.look().isPresent() || !loading(name) ? Optional.of(true) : Optional.empty());
            found = look.look().isPresent();
        }
        if (found) {
            return;
        }
        List<String> engines = registry.each(Engine.class, null, (reference, engine) -> engine.name());
        String there = engines.isEmpty() ? "there is none" : "there is " + String.join(", ", engines);
        if (!KNOWN_ENGINES.contains(name)) {
            throw new UsageException("--engine must be auto, simd, scalar or tornado but is '" + name + "' ("
                    + there + ")");
        }
        List<String> reasons = states(name).map(ReadinessWaiter::explain)
                .collect(Collectors.toCollection(ArrayList::new));
        reasons.addAll(registry.unresolved());
        throw new CommandException(ReadinessWaiter.because("engine " + name + " is not in service here, " + there,
                reasons));
    }

    private boolean loading(String name) {
        return states(name).anyMatch(readiness -> readiness.state() == Readiness.State.LOADING);
    }

    private Stream<Readiness> states(String name) {
        return registry.readiness(null).stream()
                .filter(readiness -> readiness.kind() == Readiness.Kind.ENGINE && readiness.name().equals(name));
    }

    /** {@return what tells one configuration of the engine from another} */
    private Optional<String> simdEngine() {
        return registry.each(Engine.class, filter(EngineConfig.SIMD),
                (reference, engine) -> reference.getProperty(Constants.SERVICE_ID) + " " + engine.description())
                .stream().findFirst();
    }

    private static String filter(String name) {
        return "(" + Engine.NAME + "=" + ServiceRegistry.escape(name) + ")";
    }
}
