package io.deltaframe.recognizer.serving;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.lifecycle.Candidates;
import io.deltaframe.recognizer.lifecycle.Deployment;
import io.deltaframe.recognizer.lifecycle.ModelReconciler;
import io.deltaframe.recognizer.lifecycle.NetworkCache;
import io.deltaframe.recognizer.osgi.BackgroundExecutor;
import io.deltaframe.recognizer.osgi.CoalescingTask;
import io.deltaframe.recognizer.osgi.EventPublisher;
import java.time.Duration;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
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
    public static final String PID = "io.deltaframe.recognizer.ensemble";

    private final NetworkCache networks;
    private final BackgroundExecutor background;
    private final Candidates candidates;
    private final Logger log;
    private final HotSwapRecognizer recognizer;
    private final RecognizerRegistration publication;
    private final SwitchRegistration switchRegistration;
    private final CoalescingTask assembly;
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
     * @param candidates     models and engines
     * @param events     told of swaps
     * @param log        of this component
     * @param first      as configured: its name counts, for what is told of an ensemble that was never configured rightly
     */
    @Activate
    public ConfiguredEnsemble(BundleContext context, @Reference NetworkCache networks, @Reference BackgroundExecutor background,
                              @Reference Candidates candidates, @Reference EventPublisher events,
                              @Reference(service = LoggerFactory.class) Logger log, EnsembleConfiguration first) {
        this.networks = networks;
        this.background = background;
        this.candidates = candidates;
        this.log = log;
        this.recognizer = new HotSwapRecognizer(HotSwapRecognizer.frameBudget(), () -> videos);
        this.publication = new RecognizerRegistration(context, recognizer, first.name(), events, log);
        this.switchRegistration = new SwitchRegistration(context, new EnsembleSwitch(publication::name, recognizer, () -> ensemble));
        this.assembly = new CoalescingTask(background::execute, this::assemble);
    }

    @Activate
    @Modified
    public void configure(EnsembleConfiguration configuration, Map<String, Object> properties) {
        try {
            EnsembleSettings settings = EnsembleSettings.of(configuration);
            publication.configure(settings.recognizer().name(), properties);
            fault = "";
            recognizer.configure(settings.recognizer());
            Ensemble before = ensemble;
            Ensemble next = new Ensemble(recognizer, settings.members().size(), settings.scoring(), networks, background::execute, this,
                    assembly::request);
            ensemble = next;
            switchRegistration.announce(settings.recognizer().name());
            next.reconcilers().forEach(candidates::follow);
            next.follow(settings.members());
            if (before != null) {
                stop(before);
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

    private void stop(Ensemble one) {
        one.reconcilers().forEach(candidates::forget);
        one.stop();
    }

    @Deactivate
    public void stop() {
        switchRegistration.stop();
        publication.stop();
        if (ensemble != null) {
            stop(ensemble);
        }
        recognizer.stop();
    }

    @Override
    public Readiness readiness() {
        Ensemble current = ensemble;
        if (fault.isEmpty() && current != null) {
            ModelReconciler.Status status = current.status();
            return new Readiness(Readiness.Kind.RECOGNIZER, publication.name(), status.state(), status.reason());
        }
        return new Readiness(Readiness.Kind.RECOGNIZER, publication.name(), recognizer.isServing() ? State.READY : State.FAILED, fault);
    }

    @Override
    public void serving(ModelInfo model, String engine, Duration loading) {
        publication.announce(model, engine, loading);
    }

    @Override
    public void unavailable() {
        publication.withdraw();
    }

    @Override
    public void failed(Deployment deployment, String reason, Throwable cause) {
        publication.failed(deployment.model().name(), deployment.model().version(), deployment.engine().name(), reason, cause);
    }

    @Override
    public void misfit(String models, String reason, Throwable cause) {
        publication.failed(models, null, "", reason, cause);
    }
}
