package io.deltaframe.recognizer.serving;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.swap.ModelSwitch;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.lifecycle.Deployment;
import io.deltaframe.recognizer.lifecycle.ModelReconciler;
import io.deltaframe.recognizer.osgi.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.Logger;

/**
 * One recognizer, from its settings to its services: the recognizer, which is registered while its members have
 * networks, and its switch, which is there all the time. What the configured recognizers, of one model and of several,
 * and the default one have in common.
 */
final class ManagedRecognizer implements ModelReconciler.Listener {

    private final Logger log;
    private final HotSwapRecognizer recognizer;
    private final ModelReconciler reconciler;
    private final RecognizerRegistration registration;
    private final ModelSwitch modelSwitch;
    private final Registration<ModelSwitch> switchRegistration;
    private final BundleContext context;
    private volatile String fault = "";

    /**
     * A recognizer without settings.
     *
     * @param shared what all recognizers share
     * @param name   of the recognizer, until it has settings
     * @param videos gives the service that opens videos, or null where there is none
     */
    ManagedRecognizer(RecognizerFactory shared, String name, Supplier<VideoSource> videos) {
        this.context = shared.context();
        this.log = shared.log();
        this.recognizer = new HotSwapRecognizer(HotSwapRecognizer.frameBudget(), videos);
        this.registration = new RecognizerRegistration(shared.context(), recognizer, name, shared.events(), log);
        this.reconciler = new ModelReconciler(recognizer, shared.candidates(), shared.networks(), shared.executor(),
                this);
        this.modelSwitch = new RecognizerSwitch(registration::name, recognizer, reconciler);
        this.switchRegistration = new Registration<>(shared.context(), ModelSwitch.class);
    }

    /**
     * Begins, or goes on with other settings. Wrong ones are told of, and the last right ones stay.
     *
     * @param settings   gives them, or throws {@link IllegalArgumentException} with what is wrong
     * @param properties as configured; {@code service.ranking} counts
     * @param oddities   of the configuration, which are logged
     */
    void configure(Supplier<RecognizerSettings> settings, Map<String, Object> properties, List<String> oddities) {
        oddities.forEach(oddity -> log.warn("recognizer {}: {}", registration.name(), oddity));
        try {
            configure(settings.get(), properties);
        } catch (RuntimeException e) {
            fault = "configuration is wrong: " + e.getMessage();
            log.error("recognizer {}: {}", registration.name(), fault);
        }
    }

    private void configure(RecognizerSettings settings, Map<String, Object> properties) {
        if (isTaken(settings.name())) {
            log.warn("recognizer {}: another one has this name too; who asks for it gets the one of the higher "
                    + "service.ranking, or else the older one: give each a name of its own", settings.name());
        }
        registration.configure(settings.name(), properties);
        fault = "";
        recognizer.configure(settings);
        switchRegistration.publish(modelSwitch, Map.of(Recognizer.NAME, settings.name()));
        reconciler.follow(settings.members(), settings.fusion());
    }

    /** {@return whether another recognizer is called so} */
    private boolean isTaken(String name) {
        try {
            for (ServiceReference<ModelSwitch> each : context.getServiceReferences(ModelSwitch.class, null)) {
                if (name.equals(each.getProperty(Recognizer.NAME))) {
                    ModelSwitch other = context.getService(each);
                    context.ungetService(each);
                    if (other != null && other != modelSwitch) {
                        return true;
                    }
                }
            }
        } catch (InvalidSyntaxException | IllegalStateException e) {
            log.debug("recognizer {}: others cannot be asked for their names", name, e);
        }
        return false;
    }

    /** Ends. */
    void stop() {
        switchRegistration.close();
        registration.stop();
        reconciler.stop();
    }

    /** {@return where this stands} */
    Readiness readiness() {
        if (!fault.isEmpty()) {
            State state = recognizer.serving().isPresent() ? State.READY : State.FAILED;
            return new Readiness(Readiness.Kind.RECOGNIZER, registration.name(), state, fault);
        }
        ModelReconciler.Status status = reconciler.status();
        return new Readiness(Readiness.Kind.RECOGNIZER, registration.name(), status.state(), status.reason());
    }

    @Override
    public void serving(ModelInfo model, String engine, Duration loading) {
        registration.announce(model, engine, loading);
    }

    @Override
    public void unavailable() {
        registration.withdraw();
    }

    @Override
    public void failed(Deployment deployment, String reason, Throwable cause) {
        registration.failed(deployment.model().name(), deployment.model().version(), deployment.engine().name(), reason,
                cause);
    }

    @Override
    public void misfit(String models, String reason, Throwable cause) {
        registration.failed(models, null, "", reason, cause);
    }
}
