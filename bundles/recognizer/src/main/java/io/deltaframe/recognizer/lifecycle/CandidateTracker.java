package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.Recognizer;
import io.deltaframe.api.event.ModelEvents;
import io.deltaframe.api.model.Model;
import io.deltaframe.recognizer.osgi.EventPublisher;
import io.deltaframe.tdn.engine.Engine;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Keeps the {@link Candidates} of all recognizers as the registry has them, and tells EventAdmin of models that come
 * and go. Safe for several threads.
 */
@Component(service = CandidateTracker.class)
public final class CandidateTracker {

    private final Candidates candidates = new Candidates();
    private final EventPublisher events;
    private final Logger log;
    private volatile boolean stopped;

    /**
     * Made by the component runtime.
     *
     * @param events where models that come and go are told
     * @param log    of this component
     */
    @Activate
    public CandidateTracker(@Reference EventPublisher events, @Reference(service = LoggerFactory.class) Logger log) {
        this.events = events;
        this.log = log;
    }

    /** {@return models and engines as the registry has them} */
    public Candidates candidates() {
        return candidates;
    }

    /** From here on services go because this component does, which is no news of theirs. */
    @Deactivate
    void stop() {
        stopped = true;
    }

    @Reference(name = "models", service = Model.class, cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC, updated = "updatedModel")
    void bindModel(Model model, ServiceReference<Model> reference) {
        if (put(model, reference)) {
            post(ModelEvents.ADDED, reference);
        }
    }

    void updatedModel(Model model, ServiceReference<Model> reference) {
        put(model, reference);
    }

    private boolean put(Model model, ServiceReference<Model> reference) {
        try {
            candidates.put(ModelCandidate.of(model, reference));
            return true;
        } catch (RuntimeException e) {
            // Somebody else's service: what is wrong with it must not keep the recognizers from starting
            log.error("the model service {} is passed over: {}", reference, e.toString());
            return false;
        }
    }

    void unbindModel(ServiceReference<Model> reference) {
        if (candidates.removeModel((Long) reference.getProperty(Constants.SERVICE_ID)) && !stopped) {
            post(ModelEvents.REMOVED, reference);
        }
    }

    private void post(String topic, ServiceReference<Model> reference) {
        Map<String, Object> properties = new HashMap<>();
        for (String key : new String[] {Model.NAME, Model.VERSION, Recognizer.MODEL_SHA256, Constants.SERVICE_ID}) {
            Object value = reference.getProperty(key);
            if (value != null) {
                properties.put(key, value);
            }
        }
        events.post(topic, properties);
    }

    @Reference(name = "engines", service = Engine.class, cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC, updated = "bindEngine")
    void bindEngine(Engine engine, ServiceReference<Engine> reference) {
        try {
            candidates.put(EngineCandidate.of(engine, reference));
        } catch (RuntimeException e) {
            log.error("the engine service {} is passed over: {}", reference, e.toString());
        }
    }

    void unbindEngine(ServiceReference<Engine> reference) {
        candidates.removeEngine((Long) reference.getProperty(Constants.SERVICE_ID));
    }
}
