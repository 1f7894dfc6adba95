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
 * An ensemble recognizer as configured, offered like any other {@link Recognizer}. The component itself is its readiness probe. A
 * changed configuration makes new members beside the old ones, which serve until the new ones are all loaded.
 *
 * <p>As for a {@link ConfiguredRecognizer}, {@code videos.cardinality.minimum} 0 lets it do without a video source.
 */
@Component(name = ConfiguredEnsemble.PID, service = ReadinessProbe.class, immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE, property = "videos.cardinality.minimum:Integer=1")
@Designate(ocd = EnsembleConfiguration.class, factory = true)
@Capability(namespace = "osgi.service", uses = Recognizer.class,
        attribute = "objectClass:List<String>=\"io.deltaframe.api.Recognizer\"", effective = "active")
public final class ConfiguredEnsemble implements ReadinessProbe, Ensemble.Observer {

    /** Factory PID of ensemble recognizers. */
    static final String PID = "io.deltaframe.recognizer.ensemble";

    private final Networks networks;
    private final Background background;
    private final Logger log;
    private final LiveRecognizer recognizer;
    private final RecognizerPublication publication;
    private final Map<Long, ModelOffer> models = new HashMap<>();
    private final Map<Long, EngineOffer> engines = new HashMap<>();
    private final Coalesced assembly;
    private volatile String fault = "";
    private volatile Ensemble ensemble;

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
    public ConfiguredEnsemble(BundleContext context, @Reference Networks networks, @Reference Background background,
                              @Reference(service = LoggerFactory.class) Logger log) {
        this.networks = networks;
        this.background = background;
        this.log = log;
        this.recognizer = new LiveRecognizer(LiveRecognizer.frameBudget(), () -> videos);
        this.publication = new RecognizerPublication(context, recognizer, "ensemble", log);
        this.assembly = new Coalesced(background::execute, this::assemble);
    }

    @Activate
    @Modified
    void configure(EnsembleConfiguration configuration, Map<String, Object> properties) {
        try {
            EnsembleSettings settings = EnsembleSettings.of(configuration);
            publication.configure(settings.recognizer().name(), properties);
            fault = "";
            recognizer.configure(settings.recognizer());
            Ensemble before = ensemble;
            Ensemble next = new Ensemble(recognizer, settings.members().size(), settings.scoring(), networks, background::execute, this,
                    assembly::request);
            synchronized (models) {
                for (Succession member : next.successions()) {
                    models.values().forEach(member::offer);
                    engines.values().forEach(member::offer);
                }
                ensemble = next;
            }
            next.follow(settings.members());
            if (before != null) {
                before.stop();
            }
        } catch (RuntimeException e) {
            fault = "configuration is wrong: " + e.getMessage();
            log.error("recognizer {}: {}", publication.name(), fault);
        }
    }

    private void assemble() {
        Ensemble current = ensemble;
        if (current != null) {
            current.assemble();
        }
    }

    @Deactivate
    void stop() {
        publication.stop();
        if (ensemble != null) {
            ensemble.stop();
        }
        recognizer.stop();
    }

    @Reference(name = "models", service = Model.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            updated = "bindModel")
    void bindModel(Model model, ServiceReference<Model> reference) {
        try {
            ModelOffer offer = ModelOffer.of(model, reference);
            synchronized (models) {
                models.put(offer.id(), offer);
                if (ensemble != null) {
                    ensemble.successions().forEach(member -> member.offer(offer));
                }
            }
        } catch (RuntimeException e) {
            // Somebody else's service: what is wrong with it must not keep this recognizer from starting
            log.error("recognizer {} passes over the model service {}: {}", publication.name(), reference, e.toString());
        }
    }

    void unbindModel(ServiceReference<Model> reference) {
        Long id = (Long) reference.getProperty(Constants.SERVICE_ID);
        synchronized (models) {
            models.remove(id);
            if (ensemble != null) {
                ensemble.successions().forEach(member -> member.withdrawModel(id));
            }
        }
    }

    @Reference(name = "engines", service = Engine.class, cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC, updated = "bindEngine")
    void bindEngine(Engine engine, ServiceReference<Engine> reference) {
        try {
            EngineOffer offer = EngineOffer.of(engine, reference);
            synchronized (models) {
                engines.put(offer.id(), offer);
                if (ensemble != null) {
                    ensemble.successions().forEach(member -> member.offer(offer));
                }
            }
        } catch (RuntimeException e) {
            log.error("recognizer {} passes over the engine service {}: {}", publication.name(), reference, e.toString());
        }
    }

    void unbindEngine(ServiceReference<Engine> reference) {
        Long id = (Long) reference.getProperty(Constants.SERVICE_ID);
        synchronized (models) {
            engines.remove(id);
            if (ensemble != null) {
                ensemble.successions().forEach(member -> member.withdrawEngine(id));
            }
        }
    }

    @Override
    public Readiness readiness() {
        Ensemble current = ensemble;
        if (fault.isEmpty() && current != null) {
            Succession.Status status = current.status();
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
    public void failed(String what, String reason, Throwable cause) {
        log.error("recognizer {} cannot run {}: {}", publication.name(), what, reason, cause);
    }
}
