package io.deltaframe.recognizer.serving;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.lifecycle.Candidates;
import io.deltaframe.recognizer.lifecycle.Deployment;
import io.deltaframe.recognizer.lifecycle.ModelReconciler;
import io.deltaframe.recognizer.lifecycle.NetworkCache;
import io.deltaframe.recognizer.osgi.BackgroundExecutor;
import io.deltaframe.recognizer.osgi.EventPublisher;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.log.Logger;

/**
 * One recognizer on one model at a time, from its settings to its services: the recognizer, which is registered while it has a model, and
 * its switch, which is there all the time. What the configured recognizers and the default one have in common.
 */
public final class ManagedRecognizer implements ModelReconciler.Observer {

    private final Candidates candidates;
    private final Logger log;
    private final ModelReconciler reconciler;
    private final HotSwapRecognizer recognizer;
    private final RecognizerRegistration publication;
    private final SwitchRegistration switchRegistration;
    private volatile String fault = "";

    /**
     * A recognizer without settings.
     *
     * @param context    of this bundle
     * @param name       of the recognizer, until it has settings
     * @param networks   compiled networks, shared by all recognizers
     * @param background where they are loaded
     * @param candidates     models and engines
     * @param events     told of swaps
     * @param log        of the component that makes this
     * @param videos     gives the service that opens videos, or null where there is none
     */
    public ManagedRecognizer(BundleContext context, String name, NetworkCache networks, BackgroundExecutor background, Candidates candidates, EventPublisher events,
                     Logger log, Supplier<VideoSource> videos) {
        this.candidates = candidates;
        this.log = log;
        this.recognizer = new HotSwapRecognizer(HotSwapRecognizer.frameBudget(), videos);
        this.publication = new RecognizerRegistration(context, recognizer, name, events, log);
        this.reconciler = new ModelReconciler(recognizer, networks, background::execute, this);
        this.switchRegistration = new SwitchRegistration(context, new RecognizerSwitch(publication::name, recognizer, reconciler, networks));
    }

    /**
     * Begins, or goes on with other settings.
     *
     * @param settings   checked
     * @param properties as configured; {@code service.ranking} counts
     */
    public void configure(RecognizerSettings settings, Map<String, Object> properties) {
        publication.configure(settings.name(), properties);
        fault = "";
        recognizer.configure(settings);
        switchRegistration.announce(settings.name());
        candidates.follow(reconciler);
        reconciler.follow(settings.selector());
    }

    /**
     * Tells that the settings are wrong; the last right ones stay.
     *
     * @param message what is wrong with them
     */
    public void fault(String message) {
        fault = "configuration is wrong: " + message;
        log.error("recognizer {}: {}", publication.name(), fault);
    }

    /** Ends. */
    public void stop() {
        candidates.forget(reconciler);
        switchRegistration.stop();
        publication.stop();
        reconciler.stop();
    }

    /** {@return where this stands} */
    public Readiness readiness() {
        ModelReconciler.Status status = reconciler.status();
        if (fault.isEmpty()) {
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
}
