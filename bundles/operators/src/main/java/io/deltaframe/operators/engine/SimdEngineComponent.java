package io.deltaframe.operators.engine;

import io.deltaframe.api.config.ConfigurationReader;
import io.deltaframe.api.config.EngineConfig;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.tdn.engine.Engine;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Offers the CPU engine, or says what is missing for it. The import of the Vector API is optional, because a bundle
 * that does not resolve cannot say why; so this class must not touch one that uses the Vector API before {@link
 * VectorModule} has looked, and the engine is registered by hand.
 */
@Component(immediate = true, service = ReadinessProbe.class, configurationPid = SimdEngineComponent.PID)
@Designate(ocd = SimdEngineComponent.Configuration.class)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.deltaframe.tdn.engine.Engine\"",
        effective = "active")
public final class SimdEngineComponent implements ReadinessProbe {

    /** PID of the engine's configuration. */
    static final String PID = "io.deltaframe.engine.simd";

    private final Readiness readiness;
    private final ServiceRegistration<Engine> registration;
    private final AutoCloseable engine;

    /** Configuration of the CPU engine. */
    @ObjectClassDefinition(name = "Deltaframe CPU engine",
            description = "Runs networks on the JDK Vector API. A change restarts the engine: models are loaded again.")
    @interface Configuration {

        /** {@return threads a network runs on} */
        @AttributeDefinition(name = "Threads", min = "0", max = "1024",
                description = "Threads that all networks share, the caller's included; 0 for one a processor.")
        int threads() default 0;
    }

    @Activate
    public SimdEngineComponent(BundleContext context, Map<String, Object> configured,
                               @Reference(service = LoggerFactory.class) Logger log) {
        Optional<String> missing = VectorModule.missing();
        if (missing.isPresent()) {
            log.error("The CPU engine is not available: {}", missing.get());
            readiness = new Readiness(Readiness.Kind.ENGINE, "simd", Readiness.State.FAILED, missing.get());
            registration = null;
            engine = null;
            return;
        }
        ConfigurationReader.unknown(Configuration.class, configured)
                .forEach(oddity -> log.warn("CPU engine: {}", oddity));
        int threads;
        try {
            threads = threads(ConfigurationReader.read(Configuration.class, configured));
        } catch (IllegalArgumentException e) {
            log.error("The CPU engine is not available: configuration is wrong: {}", e.getMessage());
            readiness = new Readiness(Readiness.Kind.ENGINE, "simd", Readiness.State.FAILED,
                    "configuration is wrong: " + e.getMessage());
            registration = null;
            engine = null;
            return;
        }
        Engine simd = VectorModule.startEngine(threads);
        engine = (AutoCloseable) simd;
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Engine.NAME, simd.name());
        registration = context.registerService(Engine.class, simd, properties);
        readiness = new Readiness(Readiness.Kind.ENGINE, "simd", Readiness.State.READY, simd.description());
        log.info("CPU engine: {}", simd.description());
    }

    private static int threads(Configuration configuration) {
        if (configuration.threads() < 0 || configuration.threads() > 1024) {
            throw new IllegalArgumentException(EngineConfig.SIMD_THREADS + ": expected 0 to 1024, found "
                    + configuration.threads());
        }
        return configuration.threads();
    }

    @Deactivate
    void deactivate() throws Exception {
        if (registration != null) {
            registration.unregister();
            engine.close();
        }
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }
}
