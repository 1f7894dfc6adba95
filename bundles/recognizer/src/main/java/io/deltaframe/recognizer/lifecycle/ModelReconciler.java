package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.osgi.CoalescingTask;
import io.deltaframe.tdn.engine.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Keeps a recognizer on the best network its wish allows, as models and engines come and go. A better network is loaded beside
 * the one in service, which keeps serving until the switch; the switch is one step. A network that fails to load is told of,
 * passed over, and not tried again until its model or engine service is another or {@link #retry} is called; the next best is
 * tried, down to the one in service, which stays even if its model was taken away as long as what should replace it fails. When
 * there is nothing to replace it either, the recognizer rests.
 *
 * <p>By hand it can be pinned to a model, which then goes before what the wish says.
 *
 * <p>Offers and orders may come on any thread, and return at once: reviews run one after the other on an executor.
 */
public final class ModelReconciler {

    /** Hears what becomes of the recognizer; called on the executor's thread, one call at a time. */
    public interface Observer {

        /**
         * A network is in service: the first one, another one, or still the same after a review.
         *
         * @param model   what the network was made from
         * @param engine  name of the engine it runs on
         * @param loading how long it took to load it
         */
        void serving(ModelInfo model, String engine, Duration loading);

        /** There is no network any more. The recognizer still has the last one, and loses it when this returns. */
        void unavailable();

        /**
         * A network could not be loaded.
         *
         * @param deployment what was tried
         * @param reason what is wrong
         * @param cause  where it came from
         */
        void failed(Deployment deployment, String reason, Throwable cause);
    }

    /**
     * Where a succession stands.
     *
     * @param state  as readiness probes tell it
     * @param reason why; empty while all is well
     */
    public record Status(State state, String reason) { }

    /**
     * What is in service.
     *
     * @param deployment  the services it was made from, which may have gone since
     * @param model   what it was made from
     * @param loading how long that took
     */
    public record Running(Deployment deployment, ModelInfo model, Duration loading) { }

    private final ServingSlot slot;
    private final NetworkCache networks;
    private final Observer observer;
    private final CoalescingTask reconcile;
    private final SwapRequests requests = new SwapRequests();

    private final Map<Long, ModelCandidate> models = new HashMap<>();
    private final Map<Long, EngineCandidate> engines = new HashMap<>();

    // Written by reviews only, which run one at a time
    private final Map<Deployment.Key, String> failures = new HashMap<>();
    private String refusedSwap = "";
    private volatile Running running;
    private volatile ModelChoice pin;

    private volatile ModelSelector selector;
    private volatile boolean retrying;
    private volatile boolean stopped;
    private volatile Status status = new Status(State.WAITING, "has not looked for models yet");

    /**
     * A succession that waits for its first {@link #follow}.
     *
     * @param slot       to keep on the best network
     * @param networks   where networks come from
     * @param executor   runs reviews
     * @param observer   hears of them
     */
    public ModelReconciler(ServingSlot slot, NetworkCache networks, Executor executor, Observer observer) {
        this.slot = slot;
        this.networks = networks;
        this.observer = observer;
        this.reconcile = new CoalescingTask(executor, this::reconcileOnce);
    }

    /**
     * Begins, or goes on with another wish; what failed before is tried again.
     *
     * @param selector what to run
     */
    public void follow(ModelSelector selector) {
        // Not ready for this wish before a review has said so, even while a network of the last wish goes on serving
        synchronized (models) {
            this.selector = selector;
            status = new Status(State.LOADING, "looks for its model");
        }
        retrying = true;
        reconcile.request();
    }

    /** {@return where this stands} */
    public Status status() {
        return status;
    }

    /** {@return what is in service, if anything} */
    public Optional<Running> running() {
        return Optional.ofNullable(running);
    }

    /**
     * {@return whether this runs, or is to run, a model of a name}
     *
     * @param name of a model
     */
    public boolean isFor(String name) {
        ModelSelector current = selector;
        Running present = running;
        return current != null && current.model().equals(name) || present != null && present.model().name().equals(name);
    }

    /** {@return the model this is pinned to, if any} */
    public Optional<ModelChoice> pin() {
        return Optional.ofNullable(pin);
    }

    /**
     * Takes an offer in, or what has changed about it.
     *
     * @param offer of a model
     */
    public void offer(ModelCandidate offer) {
        synchronized (models) {
            models.put(offer.id(), offer);
        }
        reconcile.request();
    }

    /**
     * Takes an offer in, or what has changed about it.
     *
     * @param offer of an engine
     */
    public void offer(EngineCandidate offer) {
        synchronized (models) {
            engines.put(offer.id(), offer);
        }
        reconcile.request();
    }

    /**
     * Forgets a model.
     *
     * @param id its {@code service.id}
     */
    public void withdrawModel(long id) {
        synchronized (models) {
            models.remove(id);
        }
        reconcile.request();
    }

    /**
     * Forgets an engine.
     *
     * @param id its {@code service.id}
     */
    public void withdrawEngine(long id) {
        synchronized (models) {
            engines.remove(id);
        }
        reconcile.request();
    }

    /**
     * Takes a model into service and pins the recognizer to it.
     *
     * @param model name, and version if not the best
     * @return done when it is in service; fails with a {@link SwapException} if it cannot be, and everything is as before
     */
    public CompletableFuture<Void> swap(ModelChoice model) {
        return request(SwapRequests.Kind.SWAP, model);
    }

    /** {@return done when the recognizer follows its wish again, without a pin} */
    public CompletableFuture<Void> release() {
        return request(SwapRequests.Kind.RELEASE, null);
    }

    /** {@return done when what has failed before was tried again} */
    public CompletableFuture<Void> retry() {
        return request(SwapRequests.Kind.RETRY, null);
    }

    private CompletableFuture<Void> request(SwapRequests.Kind kind, ModelChoice model) {
        CompletableFuture<Void> done = requests.place(kind, model);
        reconcile.request();
        return done;
    }

    /**
     * {@return the choices for a model that was asked for, best first}
     *
     * @param model name, and version if not the best
     * @throws SwapException if there is none
     */
    public List<Deployment> deployments(ModelChoice model) throws SwapException {
        ModelSelector current = selector;
        if (current == null) {
            throw new SwapException("expected a recognizer with a configuration that is right, found none");
        }
        try {
            synchronized (models) {
                List<Deployment> deployments = current.deployments(model, models.values(), engines.values());
                if (deployments.isEmpty()) {
                    throw new SwapException(current.missing(model, models.values(), engines.values()));
                }
                return deployments;
            }
        } catch (IllegalArgumentException e) {
            throw new SwapException("expected a version in OSGi syntax such as 1.2.3, found '" + model.version() + "'", e);
        }
    }

    /** Ends. A load in progress is released when it is through; the recognizer is stopped. */
    public void stop() {
        slot.stop();
        synchronized (models) {
            stopped = true;
            status = new Status(State.WAITING, "is stopped");
        }
        requests.close();
    }

    private void reconcileOnce() {
        List<SwapRequests.Request> taken = requests.take();
        try {
            ModelSelector selector = this.selector;
            if (retrying) {
                retrying = false;
                failures.clear();
            }
            taken.forEach(request -> carryOut(selector, request));
            if (!stopped && selector != null) {
                reconcile(selector);
            }
            taken.forEach(request -> request.done().complete(null));
        } finally {
            taken.forEach(request -> request.done().completeExceptionally(new SwapException("the recognizer could not be reviewed")));
        }
    }

    private void carryOut(ModelSelector selector, SwapRequests.Request request) {
        refusedSwap = "";
        switch (request.kind()) {
            case RETRY -> failures.clear();
            case RELEASE -> pin = null;
            case SWAP -> {
                try {
                    pin = swapped(selector, request.model());
                } catch (SwapException e) {
                    refusedSwap = "the swap to " + request.model() + " failed: " + e.getMessage();
                    request.done().completeExceptionally(e);
                }
            }
        }
    }

    /** {@return the model that was asked for, exactly, now in service} */
    private ModelChoice swapped(ModelSelector selector, ModelChoice asked) throws SwapException {
        List<String> reasons = new ArrayList<>();
        for (Deployment deployment : deployments(asked)) {
            failures.remove(deployment.key());
            String failure = isInService(selector, deployment) ? null : load(selector, deployment);
            if (failure == null) {
                return new ModelChoice(deployment.model().name(), deployment.model().version().toString());
            }
            if (!reasons.contains(failure)) {
                reasons.add(failure);
            }
        }
        throw new SwapException(stopped ? "the recognizer is stopped" : String.join("; ", reasons));
    }

    private void reconcile(ModelSelector selector) {
        List<Deployment> deployments = new ArrayList<>();
        String missing;
        boolean pinMissing = false;
        synchronized (models) {
            if (pin != null) {
                deployments.addAll(selector.deployments(pin, models.values(), engines.values()));
                pinMissing = deployments.isEmpty();
            }
            deployments.addAll(selector.deployments(models.values(), engines.values()));
            missing = selector.missing(models.values(), engines.values());
            failures.keySet().removeIf(key -> !models.containsKey(key.model()) || !engines.containsKey(key.engine()));
        }
        List<String> reasons = new ArrayList<>();
        for (Deployment deployment : deployments) {
            String failure = isInService(selector, deployment) ? null : failures.get(deployment.key());
            if (failure == null && !isInService(selector, deployment)) {
                failure = load(selector, deployment);
            }
            if (failure == null) {
                ready(selector, deployment, "runs " + deployment, pinMissing, reasons);
                return;
            }
            if (stopped) {
                return;
            }
            if (!reasons.contains(failure)) {
                reasons.add(failure);
            }
        }
        Running kept = running;
        if (kept != null && !deployments.isEmpty() && mayStay(selector, kept)) {
            ready(selector, kept.deployment(), "keeps " + kept.deployment() + ", which is not to be had any more,", pinMissing, reasons);
            return;
        }
        Status none = deployments.isEmpty() ? new Status(State.WAITING, missing) : new Status(State.FAILED, String.join("; ", reasons));
        settle(selector, none);
        if (kept != null) {
            running = null;
            observer.unavailable();
            slot.clear(none.reason().startsWith("waits") ? none.reason() : "has no usable network: " + none.reason());
        }
    }

    private boolean isInService(ModelSelector selector, Deployment deployment) {
        return running != null && running.deployment().key().equals(deployment.key()) && selector.labels().objection(running.model()).isEmpty();
    }

    /** Without its model service a network runs on, without its engine it cannot. */
    private boolean mayStay(ModelSelector selector, Running kept) {
        synchronized (models) {
            return engines.containsKey(kept.deployment().engine().id()) && selector.labels().objection(kept.model()).isEmpty();
        }
    }

    private void ready(ModelSelector selector, Deployment deployment, String verdict, boolean pinMissing, List<String> reasons) {
        // First the service, then the word that it is there: whoever waits for readiness looks it up next
        observer.serving(running.model(), deployment.engine().name(), running.loading());
        List<String> because = new ArrayList<>();
        if (pinMissing) {
            because.add("the pinned model " + pin + " is not there");
        }
        if (!reasons.isEmpty()) {
            because.add("a better choice failed: " + String.join("; ", reasons));
        }
        if (!refusedSwap.isEmpty()) {
            because.add(refusedSwap);
        }
        settle(selector, new Status(State.READY, because.isEmpty() ? "" : verdict + " because " + String.join("; ", because)));
    }

    /** Says where a review has come to, unless another wish has come in meanwhile: then the next review will say. */
    private void settle(ModelSelector reviewed, Status outcome) {
        synchronized (models) {
            if (reviewed == selector && !stopped) {
                status = outcome;
            }
        }
    }

    /** {@return why the choice cannot be loaded, or null when it is in service} */
    private String load(ModelSelector selector, Deployment deployment) {
        if (running == null || status.state() == State.LOADING) {
            status = new Status(State.LOADING,
                    "loads " + deployment + (running == null ? "" : ", serves " + running.deployment() + " meanwhile"));
        }
        long begin = System.nanoTime();
        LoadedNetwork network;
        try {
            Optional<String> objection = selector.labels().objection(deployment.model().model().info());
            if (objection.isPresent()) {
                throw new UnusableModelException(objection.get());
            }
            network = networks.obtain(deployment);
        } catch (UnusableModelException e) {
            failures.put(deployment.key(), e.getMessage());
            synchronized (models) {
                engines.keySet().forEach(engine -> failures.put(new Deployment.Key(deployment.model().id(), engine), e.getMessage()));
            }
            return failed(deployment, e.getMessage(), e);
        } catch (EngineException e) {
            failures.put(deployment.key(), deployment + ": " + e.getMessage());
            return failed(deployment, deployment + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "loading " + deployment + " was interrupted";
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            failures.put(deployment.key(), deployment + ": " + e);
            return failed(deployment, deployment + ": " + e, e);
        }
        running = new Running(deployment, network.model(), Duration.ofNanos(System.nanoTime() - begin));
        slot.serve(network);
        return null;
    }

    private String failed(Deployment deployment, String reason, Throwable cause) {
        boolean offered;
        synchronized (models) {
            offered = models.containsKey(deployment.model().id()) && engines.containsKey(deployment.engine().id());
        }
        // What was taken away while it was being loaded is no failure of anybody's
        if (offered && !stopped) {
            observer.failed(deployment, reason, cause);
        }
        return reason;
    }
}
