package io.deltaframe.scalar.engine;

import io.deltaframe.api.config.ConfigurationReader;
import io.deltaframe.api.config.EngineConfig;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.tdn.engine.Engine;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Offers the engine in plain Java where it is needed: at once in a JVM without the Vector API, and else when there has
 * been no engine {@code simd} for ten seconds. From then on it stays, and gives way by its ranking. While it is not
 * needed nothing is registered, so that nobody compiles a network for it at the platform's start.
 */
@Component(immediate = true, service = {}, configurationPid = EngineConfig.SCALAR_PID)
@Designate(ocd = ScalarEngineComponent.Configuration.class)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.deltaframe.tdn.engine.Engine\"",
        effective = "active")
public final class ScalarEngineComponent {

    /** Below every other engine. */
    static final int RANKING = -1000;

    /** How much longer a clip takes than on the engine {@code simd}: measured, in docs/performance.md. */
    static final String SLOWER = "about 6 times slower than the engine simd";

    private static final String MODULE = "jdk.incubator.vector";
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int MOST_THREADS = 1024;

    private final BundleContext context;
    private final Logger log;
    private final int threads;
    private final boolean vectors = ModuleLayer.boot().findModule(MODULE).isPresent();
    private final Standby standby;
    private Engine simd;
    private ScalarEngine engine;
    private List<ServiceRegistration<?>> registrations = List.of();
    private boolean closed;

    /** Configuration of the engine in plain Java. */
    @ObjectClassDefinition(name = "Deltaframe plain Java engine",
            description = "Runs networks where the JVM was started without the Vector API, more slowly. A change"
                    + " restarts the engine: models are loaded again.")
    @interface Configuration {

        /** {@return threads a network runs on} */
        @AttributeDefinition(name = "Threads", min = "0", max = "1024",
                description = "Threads that all networks share, the caller's included; 0 for one a processor.")
        int threads() default 0;
    }

    @Activate
    public ScalarEngineComponent(BundleContext context, Map<String, Object> configured,
                                 @Reference(service = LoggerFactory.class) Logger log) {
        this.context = context;
        this.log = log;
        this.threads = threads(configured, log);
        this.standby = new Standby(vectors ? PATIENCE_MILLIS : 0, this::offer);
    }

    /** Who stands in for others is not to fail for a number: a wrong one is told of, and the default taken. */
    private static int threads(Map<String, Object> configured, Logger log) {
        ConfigurationReader.unknown(Configuration.class, configured)
                .forEach(oddity -> log.warn("Engine {}: {}", EngineConfig.SCALAR, oddity));
        try {
            int threads = ConfigurationReader.read(Configuration.class, configured).threads();
            if (threads >= 0 && threads <= MOST_THREADS) {
                return threads;
            }
            log.error("Engine {}: {}: expected 0 to {}, found {}; runs on a thread a processor", EngineConfig.SCALAR,
                    EngineConfig.SCALAR_THREADS, MOST_THREADS, threads);
        } catch (IllegalArgumentException e) {
            log.error("Engine {}: {}; runs on a thread a processor", EngineConfig.SCALAR, e.getMessage());
        }
        return 0;
    }

    /**
     * Takes the engine that this one stands in for.
     *
     * @param found the CPU engine
     */
    @Reference(target = "(" + Engine.NAME + "=" + EngineConfig.SIMD + ")", cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setSimd(Engine found) {
        simd = found;
        standby.present();
    }

    /**
     * Waits for another one.
     *
     * @param gone the CPU engine
     */
    synchronized void unsetSimd(Engine gone) {
        if (simd == gone) {
            simd = null;
            standby.missing();
        }
    }

    /** Not under the lock: those who wait for an engine are called while it is registered. */
    private void offer() {
        ScalarEngine made;
        synchronized (this) {
            if (closed || engine != null || simd != null) {
                return;
            }
            made = new ScalarEngine(threads, SLOWER + ": " + remedy(vectors));
            engine = made;
        }
        log.warn("Engine {}: {}", made.name(), made.description());
        Readiness readiness =
                new Readiness(Readiness.Kind.ENGINE, made.name(), Readiness.State.READY, made.description());
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Engine.NAME, made.name());
        properties.put(Constants.SERVICE_RANKING, RANKING);
        ServiceRegistration<?> probe =
                context.registerService(ReadinessProbe.class, (ReadinessProbe) () -> readiness, null);
        ServiceRegistration<?> registered = context.registerService(Engine.class, made, properties);
        synchronized (this) {
            if (!closed) {
                registrations = List.of(probe, registered);
                return;
            }
        }
        registered.unregister();
        probe.unregister();
        made.close();
    }

    /**
     * {@return what to do for the faster engine}
     *
     * @param vectors whether the JVM has the Vector API
     */
    static String remedy(boolean vectors) {
        return vectors ? "the JVM has the Vector API, but the engine that uses it is not in service; install or start"
                + " io.deltaframe.operators, or see what it says is missing"
                : "start the JVM with --add-modules " + MODULE;
    }

    @Deactivate
    void deactivate() {
        standby.close();
        List<ServiceRegistration<?>> registered;
        synchronized (this) {
            closed = true;
            registered = registrations;
            registrations = List.of();
        }
        if (!registered.isEmpty()) {
            registered.reversed().forEach(ServiceRegistration::unregister);
            engine.close();
        }
    }
}
