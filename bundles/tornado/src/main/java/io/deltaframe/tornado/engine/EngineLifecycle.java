package io.deltaframe.tornado.engine;

import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tornado.device.DeviceFailureException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.Logger;

/**
 * The engine from its start to its end: tests it beside the platform's start, registers it when it has passed, and
 * withdraws it, with the reason, when its device fails. Safe for several threads.
 */
final class EngineLifecycle implements AutoCloseable {

    private final BundleContext context;
    private final Logger log;
    private final Source source;
    private Thread test;
    private ServiceRegistration<Engine> registration;
    private boolean closed;
    private volatile Readiness readiness;

    /**
     * An engine that has not proved itself yet.
     *
     * @param engine  the engine
     * @param ranking its {@code service.ranking} once it has
     */
    record Candidate(Engine engine, int ranking) { }

    /** Finds the device and makes the engine. */
    @FunctionalInterface
    interface Source {
        /**
         * {@return the engine}
         *
         * @param failed to be told when the device fails later
         * @throws EngineException if there is no such device, or TornadoVM fails
         */
        Candidate make(Consumer<DeviceFailureException> failed) throws EngineException;
    }

    /**
     * Waits for the test.
     *
     * @param context where the engine is registered
     * @param log     where its state is logged
     * @param source  makes the engine
     */
    EngineLifecycle(BundleContext context, Logger log, Source source) {
        this.context = context;
        this.log = log;
        this.source = source;
        become(State.WAITING, "waits for the engine simd to compare its results with");
    }

    private void become(State state, String reason) {
        readiness = new Readiness(Readiness.Kind.ENGINE, TornadoEngine.TORNADO, state, reason);
    }

    Readiness readiness() {
        return readiness;
    }

    /**
     * Tests and registers the engine, in a thread of its own; once.
     *
     * @param reference the engine whose results are trusted
     */
    synchronized void test(Engine reference) {
        if (test == null && !closed) {
            become(State.LOADING, "compiles and tests itself");
            test = Thread.ofPlatform().daemon().name("deltaframe-tornado-start").start(() -> run(reference));
        }
    }

    /** Waits for the end of the test, if it has begun. */
    void joinTest() throws InterruptedException {
        Thread running;
        synchronized (this) {
            running = test;
        }
        if (running != null) {
            running.join();
        }
    }

    private void run(Engine reference) {
        try {
            Candidate candidate = source.make(this::withdraw);
            become(State.LOADING, "compiles and tests itself: " + candidate.engine().description());
            SelfTest.run(candidate.engine(), reference);
            register(candidate);
        } catch (Exception | Error e) {
            // Whatever it was: nobody may wait for this engine any longer.
            withdraw(e);
        }
    }

    /** Not under the lock: those who wait for the engine are called while it is registered. */
    private void register(Candidate candidate) {
        synchronized (this) {
            if (closed || readiness.state() == State.FAILED) {
                return;
            }
            become(State.READY, "");
        }
        Engine engine = candidate.engine();
        log.info("GPU engine: {}", engine.description());
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Engine.NAME, engine.name());
        properties.put(Constants.SERVICE_RANKING, candidate.ranking());
        ServiceRegistration<Engine> registered = context.registerService(Engine.class, engine, properties);
        synchronized (this) {
            if (!closed && readiness.state() == State.READY) {
                registration = registered;
                return;
            }
        }
        // It stopped or failed meanwhile.
        registered.unregister();
    }

    /** Takes the engine out of service; recognizers that may choose go on with another one. */
    private void withdraw(Throwable cause) {
        ServiceRegistration<Engine> registered;
        synchronized (this) {
            if (closed || readiness.state() == State.FAILED) {
                return;
            }
            String reason = cause.getMessage() != null ? cause.getMessage() : cause.toString();
            become(State.FAILED, reason);
            log.error("The GPU engine is out of service: {}", reason, cause);
            registered = registration;
            registration = null;
        }
        if (registered != null) {
            registered.unregister();
        }
    }

    @Override
    public void close() {
        ServiceRegistration<Engine> registered;
        synchronized (this) {
            closed = true;
            registered = registration;
            registration = null;
        }
        if (registered != null) {
            registered.unregister();
        }
    }
}
