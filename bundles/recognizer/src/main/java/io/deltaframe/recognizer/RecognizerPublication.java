package io.deltaframe.recognizer;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;
import org.osgi.service.log.Logger;

/**
 * A recognizer in the service registry: registered in code and not by its component because it follows the model and not the
 * component. It appears when the first model is in service, stays the same object with new properties over every change, and goes when
 * no model is left. Calls come one at a time but for {@link #stop}.
 */
final class RecognizerPublication {

    private final BundleContext context;
    private final Recognizer recognizer;
    private final Logger log;
    private final AtomicReference<ServiceRegistration<Recognizer>> registration = new AtomicReference<>();
    private volatile String name;
    private volatile Integer ranking;
    private Map<String, Object> announced = Map.of();
    private volatile boolean stopped;

    /**
     * Nothing published yet.
     *
     * @param context    in whose name the recognizer is registered
     * @param recognizer what hosts get
     * @param name       of the recognizer, until it is configured
     * @param log        told of changes
     */
    RecognizerPublication(BundleContext context, Recognizer recognizer, String name, Logger log) {
        this.context = context;
        this.recognizer = recognizer;
        this.name = name;
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
     * @param model  in service
     * @param engine it runs on
     */
    void announce(ModelInfo model, String engine) {
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
                    unregister();
                }
            }
            announced = properties;
            log.info("recognizer {} runs {} {} on {}", name, model.name(), model.version(), engine);
        } catch (IllegalStateException e) {
            log.debug("recognizer {} was stopped while it was announced: {}", name, e.toString());
        }
    }

    /** Takes the recognizer away until it is announced again. */
    void withdraw() {
        announced = Map.of();
        unregister();
        log.info("recognizer {} has no network to run any more", name);
    }

    /** Takes the recognizer away for good. */
    void stop() {
        stopped = true;
        unregister();
    }

    private void unregister() {
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
