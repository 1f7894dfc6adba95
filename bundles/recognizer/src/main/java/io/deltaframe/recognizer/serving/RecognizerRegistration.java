package io.deltaframe.recognizer.serving;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.event.RecognizerEvents;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.recognizer.lifecycle.UnusableModelException;
import io.deltaframe.recognizer.osgi.EventPublisher;
import io.deltaframe.recognizer.osgi.Registration;
import io.deltaframe.tdn.engine.EngineException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.service.log.Logger;

/**
 * A recognizer in the service registry: registered in code and not by its component because it follows the model and
 * not the component. It appears when the first model is in service, stays the same object with new properties over
 * every change, and goes when no model is left. Log and EventAdmin are told of each. Calls come one at a time but for
 * {@link #stop}.
 */
final class RecognizerRegistration {

    private final Recognizer recognizer;
    private final EventPublisher events;
    private final Logger log;
    private final Registration<Recognizer> registration;
    private volatile String name;
    private volatile Integer ranking;
    private Map<String, Object> announced = Map.of();
    private volatile ModelInfo running;
    private String runsOn = "";

    /**
     * Nothing published yet.
     *
     * @param context    in whose name the recognizer is registered
     * @param recognizer what hosts get
     * @param name       of the recognizer, until it is configured
     * @param events     told of changes
     * @param log        told of changes
     */
    RecognizerRegistration(BundleContext context, HotSwapRecognizer recognizer, String name, EventPublisher events,
                           Logger log) {
        this.registration = new Registration<>(context, Recognizer.class, SegmentRecognizer.class);
        this.recognizer = recognizer;
        this.name = name;
        this.events = events;
        this.log = log;
    }

    /**
     * Takes name and ranking for the next announcement.
     *
     * @param name       of the recognizer
     * @param properties as configured; {@code service.ranking} counts
     */
    void configure(String name, Map<String, Object> properties) {
        this.name = name;
        this.ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer configured ? configured : null;
    }

    /** {@return name of the recognizer} */
    String name() {
        return name;
    }

    /**
     * Registers the recognizer, or gives it other properties.
     *
     * @param model   in service
     * @param engine  it runs on
     * @param loading how long it took to load it
     */
    void announce(ModelInfo model, String engine, Duration loading) {
        Map<String, Object> properties = properties(model, engine);
        if (properties.equals(announced)) {
            return;
        }
        if (!registration.publish(recognizer, properties)) {
            log.debug("recognizer {} was stopped while it was announced", name);
            return;
        }
        announced = properties;
        if (!model.equals(running) || !engine.equals(runsOn)) {
            swapped(model, engine, loading);
        }
    }

    private void swapped(ModelInfo model, String engine, Duration loading) {
        log.info("recognizer {} runs {} {} on {}", name, model.name(), model.version(), engine);
        Map<String, Object> properties = about(model.name(), Version.parseVersion(model.version()), engine);
        properties.put(Recognizer.MODEL_SHA256, model.sha256());
        properties.put(RecognizerEvents.DURATION, loading.toMillis());
        running = model;
        runsOn = engine;
        events.post(RecognizerEvents.SWAPPED, properties);
    }

    /** Takes the recognizer away until it is announced again. */
    void withdraw() {
        announced = Map.of();
        registration.withdraw();
        log.info("recognizer {} has no network to run any more", name);
        Map<String, Object> properties = about(null, null, "");
        running = null;
        runsOn = "";
        events.post(RecognizerEvents.UNAVAILABLE, properties);
    }

    /**
     * Tells that a network could not be taken into service.
     *
     * @param model   what was tried
     * @param version its version, or null where several models were tried together
     * @param engine  where it was to run, or empty
     * @param reason  what is wrong
     * @param cause   where it came from, or null
     */
    void failed(String model, Version version, String engine, String reason, Throwable cause) {
        tell(model + (version == null ? "" : " " + version), engine.isEmpty() ? "" : " on " + engine, reason, cause);
        Map<String, Object> properties = about(model, version, engine);
        properties.put(RecognizerEvents.REASON, reason);
        events.post(RecognizerEvents.FAILED, properties);
    }

    /** One line, which names the model once; the trace of what nobody has foreseen goes with it. */
    private void tell(String model, String engine, String reason, Throwable cause) {
        String bare = reason;
        for (String prefix : List.of("model " + model + ": ", model + engine + ": ", model + ": ")) {
            bare = bare.startsWith(prefix) ? bare.substring(prefix.length()) : bare;
        }
        String line = bare.startsWith(model + engine + " ") ? bare : "cannot run " + model + engine + ": " + bare;
        if (cause == null || cause instanceof UnusableModelException || cause instanceof EngineException) {
            log.error("recognizer {}: {}", name, line);
        } else {
            log.error("recognizer {}: {}", name, line, cause);
        }
    }

    /** {@return event properties about a model, and the one in service or the last one before it} */
    private Map<String, Object> about(String model, Version version, String engine) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(Recognizer.NAME, name);
        if (model != null) {
            properties.put(Recognizer.MODEL, model);
        }
        if (version != null) {
            properties.put(Recognizer.MODEL_VERSION, version);
        }
        if (!engine.isEmpty()) {
            properties.put(Recognizer.ENGINE, engine);
        }
        if (running != null) {
            properties.put(RecognizerEvents.PREVIOUS_MODEL, running.name());
            properties.put(RecognizerEvents.PREVIOUS_VERSION, Version.parseVersion(running.version()));
        }
        return properties;
    }

    /** Takes the recognizer away for good. */
    void stop() {
        registration.close();
    }

    private Map<String, Object> properties(ModelInfo model, String engine) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(Recognizer.NAME, name);
        properties.put(Recognizer.MODEL, model.name());
        properties.put(Recognizer.MODEL_VERSION, Version.parseVersion(model.version()));
        properties.put(Recognizer.MODEL_SHA256, model.sha256());
        properties.put(Recognizer.ENGINE, engine);
        properties.put(Recognizer.SEGMENTS, model.segments());
        properties.put(Recognizer.LABELS_COUNT, model.labels().size());
        if (ranking != null) {
            properties.put(Constants.SERVICE_RANKING, ranking);
        }
        return properties;
    }
}
