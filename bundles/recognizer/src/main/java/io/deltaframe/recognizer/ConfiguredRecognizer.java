package io.deltaframe.recognizer;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.tdn.engine.Engine;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
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
 * {@link Recognizer} is registered in code, by a {@link RecognizerPublication}, while the component lives on and waits for models: a
 * component's own service could not come and go.
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

    private final Logger log;
    private final Succession succession;
    private final LiveRecognizer recognizer;
    private final RecognizerPublication publication;
    private volatile String fault = "";

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
        this.log = log;
        this.recognizer = new LiveRecognizer(LiveRecognizer.frameBudget(), () -> videos);
        this.publication = new RecognizerPublication(context, recognizer, RecognizerSettings.DEFAULT.name(), log);
        this.succession = new Succession(recognizer, networks, background::execute, this);
    }

    @Activate
    @Modified
    void configure(RecognizerConfiguration configuration, Map<String, Object> properties) {
        try {
            RecognizerSettings settings = RecognizerSettings.of(configuration);
            publication.configure(settings.name(), properties);
            fault = "";
            recognizer.configure(settings);
            succession.follow(settings.wish());
        } catch (RuntimeException e) {
            fault = "configuration is wrong: " + e.getMessage();
            log.error("recognizer {}: {}", publication.name(), fault);
        }
    }

    @Deactivate
    void stop() {
        publication.stop();
        succession.stop();
    }

    @Reference(name = "models", service = Model.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            updated = "bindModel")
    void bindModel(Model model, ServiceReference<Model> reference) {
        try {
            succession.offer(ModelOffer.of(model, reference));
        } catch (RuntimeException e) {
            // Somebody else's service: what is wrong with it must not keep this recognizer from starting
            log.error("recognizer {} passes over the model service {}: {}", publication.name(), reference, e.toString());
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
            log.error("recognizer {} passes over the engine service {}: {}", publication.name(), reference, e.toString());
        }
    }

    void unbindEngine(ServiceReference<Engine> reference) {
        succession.withdrawEngine((Long) reference.getProperty(Constants.SERVICE_ID));
    }

    @Override
    public Readiness readiness() {
        Succession.Status status = succession.status();
        if (fault.isEmpty()) {
            return new Readiness(Readiness.Kind.RECOGNIZER, publication.name(), status.state(), status.reason());
        }
        return new Readiness(Readiness.Kind.RECOGNIZER, publication.name(), recognizer.isServing() ? State.READY : State.FAILED, fault);
    }

    @Override
    public void serving(ModelInfo model, String engine) {
        publication.announce(model, engine);
    }

    @Override
    public void resting() {
        publication.withdraw();
    }

    @Override
    public void failed(Choice choice, String reason, Throwable cause) {
        log.error("recognizer {} cannot run {}: {}", publication.name(), choice, reason, cause);
    }
}
