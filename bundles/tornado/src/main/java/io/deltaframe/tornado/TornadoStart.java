package io.deltaframe.tornado;

import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.EngineException;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.Logger;

/**
 * The engine from its start to its end: tests it beside the platform's start, registers it when it has passed, and withdraws it, with
 * the reason, when its device fails. Safe for several threads.
 */
final class TornadoStart implements AutoCloseable {

    /** Before the CPU engine on a GPU; behind it on a CPU, where TornadoVM is much slower than the Vector API. */
    private static final int GPU_RANKING = 10;
    private static final int OTHER_RANKING = -10;

    private final BundleContext context;
    private final Logger log;
    private final String wish;
    private final int clipsAtOnce;
    private Thread test;
    private ServiceRegistration<Engine> registration;
    private boolean closed;
    private volatile Readiness readiness;

    /**
     * Waits for the test.
     *
     * @param context     where the engine is registered
     * @param log         where its state is logged
     * @param wish        which device
     * @param clipsAtOnce clips a network has room for
     */
    TornadoStart(BundleContext context, Logger log, String wish, int clipsAtOnce) {
        this.context = context;
        this.log = log;
        this.wish = wish;
        this.clipsAtOnce = clipsAtOnce;
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

    private void run(Engine reference) {
        try {
            Device device = Device.choose(wish);
            become(State.LOADING, "compiles and tests itself on " + device.description());
            TornadoEngine engine = new TornadoEngine(device, clipsAtOnce, this::withdraw);
            SelfTest.run(engine, reference);
            register(engine, device);
        } catch (EngineException | CheckpointException | RuntimeException | LinkageError e) {
            withdraw(e);
        }
    }

    private synchronized void register(TornadoEngine engine, Device device) {
        if (closed || readiness.state() == State.FAILED) {
            return;
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Engine.NAME, engine.name());
        properties.put(Constants.SERVICE_RANKING, device.isGpu() ? GPU_RANKING : OTHER_RANKING);
        become(State.READY, engine.description());
        log.info("GPU engine: {}", engine.description());
        registration = context.registerService(Engine.class, engine, properties);
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
