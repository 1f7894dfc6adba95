package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.Recognizer;
import io.deltaframe.api.event.ModelEvents;
import io.deltaframe.api.model.Model;
import io.deltaframe.recognizer.osgi.EventPublisher;
import io.deltaframe.tdn.engine.Engine;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
 * The models and engines in service, told to everybody who follows a {@link ModelReconciler}: what there is when one begins to listen, and then
 * every change. Tells EventAdmin of models that come and go. Safe for several threads.
 */
@Component(service = Candidates.class)
public final class Candidates {

    private final EventPublisher events;
    private final Logger log;

    // All guarded by this
    private final Map<Long, ModelCandidate> models = new HashMap<>();
    private final Map<Long, EngineCandidate> engines = new HashMap<>();
    private final Set<ModelReconciler> followers = new LinkedHashSet<>();

    private volatile boolean stopped;

    /**
     * Made by the component runtime.
     *
     * @param events where models that come and go are told
     * @param log    of this component
     */
    @Activate
    public Candidates(@Reference EventPublisher events, @Reference(service = LoggerFactory.class) Logger log) {
        this.events = events;
        this.log = log;
    }

    /** From here on services go because this component does, which is no news of theirs. */
    @Deactivate
    public void stop() {
        stopped = true;
    }

    /**
     * Tells a succession of everything there is, and from now on of every change.
     *
     * @param reconciler to be told
     */
    public synchronized void follow(ModelReconciler reconciler) {
        followers.add(reconciler);
        models.values().forEach(reconciler::offer);
        engines.values().forEach(reconciler::offer);
    }

    /**
     * Tells a succession nothing any more.
     *
     * @param reconciler that was told
     */
    public synchronized void forget(ModelReconciler reconciler) {
        followers.remove(reconciler);
    }

    private synchronized void tell(Consumer<ModelReconciler> news) {
        followers.forEach(news);
    }

    @Reference(name = "models", service = Model.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            updated = "updatedModel")
    public void bindModel(Model model, ServiceReference<Model> reference) {
        if (offer(model, reference)) {
            post(ModelEvents.ADDED, reference);
        }
    }

    public void updatedModel(Model model, ServiceReference<Model> reference) {
        offer(model, reference);
    }

    private boolean offer(Model model, ServiceReference<Model> reference) {
        try {
            ModelCandidate offer = ModelCandidate.of(model, reference);
            synchronized (this) {
                models.put(offer.id(), offer);
                tell(follower -> follower.offer(offer));
            }
            return true;
        } catch (RuntimeException e) {
            // Somebody else's service: what is wrong with it must not keep the recognizers from starting
            log.error("the model service {} is passed over: {}", reference, e.toString());
            return false;
        }
    }

    public void unbindModel(ServiceReference<Model> reference) {
        Long id = (Long) reference.getProperty(Constants.SERVICE_ID);
        boolean known;
        synchronized (this) {
            known = models.remove(id) != null;
            tell(follower -> follower.withdrawModel(id));
        }
        if (known && !stopped) {
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
    public void bindEngine(Engine engine, ServiceReference<Engine> reference) {
        try {
            EngineCandidate offer = EngineCandidate.of(engine, reference);
            synchronized (this) {
                engines.put(offer.id(), offer);
                tell(follower -> follower.offer(offer));
            }
        } catch (RuntimeException e) {
            log.error("the engine service {} is passed over: {}", reference, e.toString());
        }
    }

    public void unbindEngine(ServiceReference<Engine> reference) {
        Long id = (Long) reference.getProperty(Constants.SERVICE_ID);
        synchronized (this) {
            engines.remove(id);
            tell(follower -> follower.withdrawEngine(id));
        }
    }
}
