package io.deltaframe.tornado.engine;

import io.deltaframe.api.config.ConfigurationReader;
import io.deltaframe.api.config.EngineConfig;
import io.deltaframe.api.config.LauncherProperties;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.tdn.engine.Engine;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
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
 * Offers the GPU engine once it has proved itself, or says what is missing for it. The imports of TornadoVM and of the
 * kernels are optional, because a bundle that does not resolve cannot say why; so this class must not touch one that
 * uses TornadoVM before {@link TornadoAvailability} has looked.
 */
@Component(immediate = true, service = ReadinessProbe.class, configurationPid = EngineConfig.TORNADO_PID)
@Designate(ocd = TornadoEngineComponent.Configuration.class)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.deltaframe.tdn.engine.Engine\"",
        effective = "active")
public final class TornadoEngineComponent implements ReadinessProbe {

    /** Framework or system property: the device where the configuration names none. */
    public static final String DEVICE = LauncherProperties.TORNADO_DEVICE;

    private final Readiness unavailable;
    private final EngineLifecycle start;

    /** Configuration of the GPU engine. */
    @ObjectClassDefinition(name = "Deltaframe GPU engine",
            description = "Runs networks with TornadoVM. A change restarts the engine: it is tested and models are"
                    + " loaded again.")
    @interface Configuration {

        /** {@return which device} */
        @AttributeDefinition(name = "Device", required = false,
                description = "Number of the back end and of the device in it, such as 0:1, or a part of the device's"
                        + " name; empty for the framework property " + LauncherProperties.TORNADO_DEVICE
                        + ", and if that is empty for the first GPU, or the first device if there is none.")
        String device() default "";

        /** {@return clips a network has room for} */
        @AttributeDefinition(name = "Clips at once", min = "1", max = "64",
                description = "Clips that a network computes together. More keep a large device busier and take as much"
                        + " more of its memory.")
        int clipsAtOnce() default 1;
    }

    @Activate
    public TornadoEngineComponent(BundleContext context, Map<String, Object> configured,
                                  @Reference(service = LoggerFactory.class) Logger log) {
        Optional<String> missing = TornadoAvailability.missing();
        if (missing.isPresent()) {
            log.info("The GPU engine is not available: {}", missing.get());
            unavailable = new Readiness(Readiness.Kind.ENGINE, EngineConfig.TORNADO, Readiness.State.FAILED,
                    missing.get());
            start = null;
            return;
        }
        ConfigurationReader.unknown(Configuration.class, configured)
                .forEach(oddity -> log.warn("GPU engine: {}", oddity));
        Configuration configuration;
        try {
            configuration = checked(ConfigurationReader.read(Configuration.class, configured));
        } catch (IllegalArgumentException e) {
            log.error("The GPU engine is not available: configuration is wrong: {}", e.getMessage());
            unavailable = new Readiness(Readiness.Kind.ENGINE, EngineConfig.TORNADO, Readiness.State.FAILED,
                    "configuration is wrong: " + e.getMessage());
            start = null;
            return;
        }
        unavailable = null;
        String ofFramework = context.getProperty(DEVICE);
        String device = !configuration.device().isBlank() ? configuration.device()
                : ofFramework != null ? ofFramework : "";
        start = new EngineLifecycle(context, log,
                failed -> TornadoEngine.on(device, configuration.clipsAtOnce(), failed));
    }

    private static Configuration checked(Configuration configuration) {
        if (configuration.clipsAtOnce() < 1 || configuration.clipsAtOnce() > 64) {
            throw new IllegalArgumentException(EngineConfig.TORNADO_CLIPS_AT_ONCE + ": expected 1 to 64, found "
                    + configuration.clipsAtOnce());
        }
        return configuration;
    }

    /**
     * Takes the engine whose results are trusted.
     *
     * @param simd the CPU engine
     */
    @Reference(target = "(" + Engine.NAME + "=" + EngineConfig.SIMD + ")", cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void setReference(Engine simd) {
        if (start != null) {
            start.test(simd);
        }
    }

    /**
     * Forgets it; an engine that has passed its test goes on.
     *
     * @param simd the CPU engine
     */
    void unsetReference(Engine simd) { }

    @Deactivate
    void deactivate() {
        if (start != null) {
            start.close();
        }
    }

    @Override
    public Readiness readiness() {
        return start != null ? start.readiness() : unavailable;
    }
}
