package io.deltaframe.recognizer.serving;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.lifecycle.Choice;
import io.deltaframe.recognizer.lifecycle.Networks;
import io.deltaframe.recognizer.lifecycle.Offers;
import io.deltaframe.recognizer.lifecycle.Succession;
import io.deltaframe.recognizer.osgi.Background;
import io.deltaframe.recognizer.osgi.Events;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.log.Logger;

/**
 * One recognizer on one model at a time, from its settings to its services: the recognizer, which is registered while it has a model, and
 * its switch, which is there all the time. What the configured recognizers and the default one have in common.
 */
public final class ServedRecognizer implements Succession.Observer {

    private final Offers offers;
    private final Logger log;
    private final Succession succession;
    private final LiveRecognizer recognizer;
    private final RecognizerPublication publication;
    private final SwitchPublication hand;
    private volatile String fault = "";

    /**
     * A recognizer without settings.
     *
     * @param context    of this bundle
     * @param name       of the recognizer, until it has settings
     * @param networks   compiled networks, shared by all recognizers
     * @param background where they are loaded
     * @param offers     models and engines
     * @param events     told of swaps
     * @param log        of the component that makes this
     * @param videos     gives the service that opens videos, or null where there is none
     */
    public ServedRecognizer(BundleContext context, String name, Networks networks, Background background, Offers offers, Events events,
                     Logger log, Supplier<VideoSource> videos) {
        this.offers = offers;
        this.log = log;
        this.recognizer = new LiveRecognizer(LiveRecognizer.frameBudget(), videos);
        this.publication = new RecognizerPublication(context, recognizer, name, events, log);
        this.succession = new Succession(recognizer, networks, background::execute, this);
        this.hand = new SwitchPublication(context, new RecognizerSwitch(publication::name, recognizer, succession, networks));
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
        hand.announce(settings.name());
        offers.follow(succession);
        succession.follow(settings.wish());
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
        offers.forget(succession);
        hand.stop();
        publication.stop();
        succession.stop();
    }

    /** {@return where this stands} */
    public Readiness readiness() {
        Succession.Status status = succession.status();
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
    public void resting() {
        publication.withdraw();
    }

    @Override
    public void failed(Choice choice, String reason, Throwable cause) {
        publication.failed(choice.model().name(), choice.model().version(), choice.engine().name(), reason, cause);
    }
}
