package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.Recognizer;
import io.deltaframe.api.event.ModelEvents;
import io.deltaframe.api.model.Model;
import io.deltaframe.recognizer.osgi.Events;
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
 * The models and engines in service, told to everybody who follows a {@link Succession}: what there is when one begins to listen, and then
 * every change. Tells EventAdmin of models that come and go. Safe for several threads.
 */
@Component(service = Offers.class)
public final class Offers {

    private final Events events;
    private final Logger log;

    // All guarded by this
    private final Map<Long, ModelOffer> models = new HashMap<>();
    private final Map<Long, EngineOffer> engines = new HashMap<>();
    private final Set<Succession> followers = new LinkedHashSet<>();

    private volatile boolean stopped;

    /**
     * Made by the component runtime.
     *
     * @param events where models that come and go are told
     * @param log    of this component
     */
    @Activate
    public Offers(@Reference Events events, @Reference(service = LoggerFactory.class) Logger log) {
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
     * @param succession to be told
     */
    public synchronized void follow(Succession succession) {
        followers.add(succession);
        models.values().forEach(succession::offer);
        engines.values().forEach(succession::offer);
    }

    /**
     * Tells a succession nothing any more.
     *
     * @param succession that was told
     */
    public synchronized void forget(Succession succession) {
        followers.remove(succession);
    }

    private synchronized void tell(Consumer<Succession> news) {
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
            ModelOffer offer = ModelOffer.of(model, reference);
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
            EngineOffer offer = EngineOffer.of(engine, reference);
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
