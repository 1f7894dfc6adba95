package io.deltaframe.recognizer.lifecycle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** The models and engines in service, and those to be told when there are others. Safe for several threads. */
public final class Candidates {

    /**
     * What there is at one moment.
     *
     * @param models  in no order
     * @param engines in no order
     */
    record Snapshot(List<ModelCandidate> models, List<EngineCandidate> engines) {

        /** {@return whether both services of a deployment are there} */
        boolean have(Deployment.Key deployment) {
            return models.stream().anyMatch(model -> model.id() == deployment.model())
                    && haveEngine(deployment.engine());
        }

        /** {@return whether there is an engine with a {@code service.id}} */
        boolean haveEngine(long id) {
            return engines.stream().anyMatch(engine -> engine.id() == id);
        }
    }

    // Both guarded by this
    private final Map<Long, ModelCandidate> models = new HashMap<>();
    private final Map<Long, EngineCandidate> engines = new HashMap<>();

    private final Set<Runnable> subscribers = new CopyOnWriteArraySet<>();

    /**
     * Has something run after every change.
     *
     * @param changed runs at once and on any thread
     */
    void subscribe(Runnable changed) {
        subscribers.add(changed);
    }

    /**
     * Ends a subscription.
     *
     * @param changed as it was subscribed
     */
    void unsubscribe(Runnable changed) {
        subscribers.remove(changed);
    }

    /** {@return what there is now} */
    synchronized Snapshot snapshot() {
        return new Snapshot(List.copyOf(models.values()), List.copyOf(engines.values()));
    }

    /**
     * Takes a model in, or what has changed about it.
     *
     * @param model a candidate
     */
    public void put(ModelCandidate model) {
        synchronized (this) {
            models.put(model.id(), model);
        }
        subscribers.forEach(Runnable::run);
    }

    /**
     * Takes an engine in, or what has changed about it.
     *
     * @param engine a candidate
     */
    public void put(EngineCandidate engine) {
        synchronized (this) {
            engines.put(engine.id(), engine);
        }
        subscribers.forEach(Runnable::run);
    }

    /**
     * Forgets a model.
     *
     * @param id its {@code service.id}
     * @return whether it was a candidate
     */
    public boolean removeModel(long id) {
        boolean known;
        synchronized (this) {
            known = models.remove(id) != null;
        }
        subscribers.forEach(Runnable::run);
        return known;
    }

    /**
     * Forgets an engine.
     *
     * @param id its {@code service.id}
     */
    public void removeEngine(long id) {
        synchronized (this) {
            engines.remove(id);
        }
        subscribers.forEach(Runnable::run);
    }
}
