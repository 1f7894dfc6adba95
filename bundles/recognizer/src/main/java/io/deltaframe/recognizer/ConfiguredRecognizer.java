package io.deltaframe.recognizer;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.tdn.engine.Engine;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A recognizer as configured. The component itself is the recognizer's readiness probe, there from the first moment. The
 * {@link Recognizer} is registered in code and not by the component because it follows the model and not the component: it appears
 * when the first network is in service, stays the same object with new properties over every change of model or engine, and goes
 * when no model is left, while the component lives on and waits. A component's own service can do none of the three.
 *
 * <p>A video source is asked for, so that a recognizer that is there can open videos; a platform that hands over frames only and
 * has no video bundle sets the configuration property {@code videos.cardinality.minimum} to 0.
 */
@Component(name = ConfiguredRecognizer.PID, service = ReadinessProbe.class, immediate = true,
        configurationPolicy = ConfigurationPolicy.OPTIONAL, property = "videos.cardinality.minimum:Integer=1")
@Designate(ocd = RecognizerConfiguration.class, factory = true)
@Capability(namespace = "osgi.service", uses = Recognizer.class,
        attribute = "objectClass:List<String>=\"io.deltaframe.api.Recognizer\"", effective = "active")
public final class ConfiguredRecognizer implements ReadinessProbe, Succession.Observer {

    /** Factory PID of recognizers. */
    static final String PID = "io.deltaframe.recognizer";

    private static final long MAX_FRAME_BUDGET = 512L << 20;

    private final BundleContext context;
    private final Logger log;
    private final Succession succession;
    private final LiveRecognizer recognizer;
    private final AtomicReference<ServiceRegistration<Recognizer>> registration = new AtomicReference<>();
    private volatile String name = "default";
    private volatile Integer ranking;
    private volatile String fault = "";
    private Map<String, Object> announced = Map.of();
    private volatile boolean stopped;

    @Reference(name = "videos", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile VideoSource videos;

    /**
     * Made by the component runtime.
     *
     * @param context    of this bundle
     * @param networks   compiled networks, shared by all recognizers
     * @param background where they are loaded
     * @param log        of this component
     */
    @Activate
    public ConfiguredRecognizer(BundleContext context, @Reference Networks networks, @Reference Background background,
                                @Reference(service = LoggerFactory.class) Logger log) {
        this.context = context;
        this.log = log;
        long frameBudget = Math.min(MAX_FRAME_BUDGET, Runtime.getRuntime().maxMemory() / 4);
        this.recognizer = new LiveRecognizer(frameBudget, () -> videos);
        this.succession = new Succession(recognizer, networks, background::execute, this);
    }

    @Activate
    @Modified
    void configure(RecognizerConfiguration configuration, Map<String, Object> properties) {
        try {
            RecognizerSettings settings = RecognizerSettings.of(configuration);
            name = settings.name();
            ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer configured ? configured : null;
            fault = "";
            recognizer.configure(settings);
            succession.follow(settings.wish());
        } catch (RuntimeException e) {
            fault = "configuration is wrong: " + e.getMessage();
            log.error("recognizer {}: {}", name, fault);
        }
    }

    @Deactivate
    void stop() {
        stopped = true;
        withdraw();
        succession.stop();
    }

    @Reference(name = "models", service = Model.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            updated = "bindModel")
    void bindModel(Model model, ServiceReference<Model> reference) {
        try {
            succession.offer(ModelOffer.of(model, reference));
        } catch (RuntimeException e) {
            // Somebody else's service: what is wrong with it must not keep this recognizer from starting
            log.error("recognizer {} passes over the model service {}: {}", name, reference, e.toString());
        }
    }

    void unbindModel(ServiceReference<Model> reference) {
        succession.withdrawModel((Long) reference.getProperty(Constants.SERVICE_ID));
    }

    @Reference(name = "engines", service = Engine.class, cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC, updated = "bindEngine")
    void bindEngine(Engine engine, ServiceReference<Engine> reference) {
        try {
            succession.offer(EngineOffer.of(engine, reference));
        } catch (RuntimeException e) {
            log.error("recognizer {} passes over the engine service {}: {}", name, reference, e.toString());
        }
    }

    void unbindEngine(ServiceReference<Engine> reference) {
        succession.withdrawEngine((Long) reference.getProperty(Constants.SERVICE_ID));
    }

    @Override
    public Readiness readiness() {
        Succession.Status status = succession.status();
        if (fault.isEmpty()) {
            return new Readiness(Readiness.Kind.RECOGNIZER, name, status.state(), status.reason());
        }
        return new Readiness(Readiness.Kind.RECOGNIZER, name, recognizer.isServing() ? State.READY : State.FAILED, fault);
    }

    @Override
    public void serving(ModelInfo model, String engine) {
        Map<String, Object> properties = properties(model, engine);
        if (stopped || properties.equals(announced)) {
            return;
        }
        try {
            ServiceRegistration<Recognizer> existing = registration.get();
            if (existing != null) {
                existing.setProperties(FrameworkUtil.asDictionary(properties));
            } else {
                registration.set(context.registerService(Recognizer.class, recognizer, FrameworkUtil.asDictionary(properties)));
                // No lock is held while the framework calls listeners; a stop that came in between is made up for here
                if (stopped) {
                    withdraw();
                }
            }
            announced = properties;
            log.info("recognizer {} runs {} {} on {}", name, model.name(), model.version(), engine);
        } catch (IllegalStateException e) {
            log.debug("recognizer {} was stopped while it was announced: {}", name, e.toString());
        }
    }

    @Override
    public void resting() {
        announced = Map.of();
        withdraw();
        log.info("recognizer {} has no network to run any more", name);
    }

    @Override
    public void failed(Choice choice, String reason, Throwable cause) {
        log.error("recognizer {} cannot run {}: {}", name, choice, reason, cause);
    }

    private void withdraw() {
        ServiceRegistration<Recognizer> existing = registration.getAndSet(null);
        if (existing != null) {
            try {
                existing.unregister();
            } catch (IllegalStateException e) {
                log.debug("recognizer {} was unregistered with its bundle", name);
            }
        }
    }

    private Map<String, Object> properties(ModelInfo model, String engine) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(Recognizer.NAME, name);
        properties.put(Recognizer.MODEL, model.name());
        properties.put(Recognizer.MODEL_VERSION, Version.parseVersion(model.version()));
        properties.put(Recognizer.ENGINE, engine);
        properties.put(Recognizer.SEGMENTS, model.segments());
        properties.put(Recognizer.LABELS_COUNT, model.labels().size());
        if (ranking != null) {
            properties.put(Constants.SERVICE_RANKING, ranking);
        }
        return properties;
    }
}
