package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.osgi.Coalesced;
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
public final class Succession {

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
        void resting();

        /**
         * A network could not be loaded.
         *
         * @param choice what was tried
         * @param reason what is wrong
         * @param cause  where it came from
         */
        void failed(Choice choice, String reason, Throwable cause);
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
     * @param choice  the services it was made from, which may have gone since
     * @param model   what it was made from
     * @param loading how long that took
     */
    public record Running(Choice choice, ModelInfo model, Duration loading) { }

    private final Seat seat;
    private final Networks networks;
    private final Observer observer;
    private final Coalesced review;
    private final Orders orders = new Orders();

    private final Map<Long, ModelOffer> models = new HashMap<>();
    private final Map<Long, EngineOffer> engines = new HashMap<>();

    // Written by reviews only, which run one at a time
    private final Map<Choice.Key, String> failures = new HashMap<>();
    private String refusedSwap = "";
    private volatile Running running;
    private volatile ModelChoice pin;

    private volatile Wish wish;
    private volatile boolean retrying;
    private volatile boolean stopped;
    private volatile Status status = new Status(State.WAITING, "has not looked for models yet");

    /**
     * A succession that waits for its first {@link #follow}.
     *
     * @param seat       to keep on the best network
     * @param networks   where networks come from
     * @param executor   runs reviews
     * @param observer   hears of them
     */
    public Succession(Seat seat, Networks networks, Executor executor, Observer observer) {
        this.seat = seat;
        this.networks = networks;
        this.observer = observer;
        this.review = new Coalesced(executor, this::reviewOnce);
    }

    /**
     * Begins, or goes on with another wish; what failed before is tried again.
     *
     * @param wish what to run
     */
    public void follow(Wish wish) {
        // Not ready for this wish before a review has said so, even while a network of the last wish goes on serving
        synchronized (models) {
            this.wish = wish;
            status = new Status(State.LOADING, "looks for its model");
        }
        retrying = true;
        review.request();
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
        Wish current = wish;
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
    public void offer(ModelOffer offer) {
        synchronized (models) {
            models.put(offer.id(), offer);
        }
        review.request();
    }

    /**
     * Takes an offer in, or what has changed about it.
     *
     * @param offer of an engine
     */
    public void offer(EngineOffer offer) {
        synchronized (models) {
            engines.put(offer.id(), offer);
        }
        review.request();
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
        review.request();
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
        review.request();
    }

    /**
     * Takes a model into service and pins the recognizer to it.
     *
     * @param model name, and version if not the best
     * @return done when it is in service; fails with a {@link SwapException} if it cannot be, and everything is as before
     */
    public CompletableFuture<Void> swap(ModelChoice model) {
        return order(Orders.Kind.SWAP, model);
    }

    /** {@return done when the recognizer follows its wish again, without a pin} */
    public CompletableFuture<Void> release() {
        return order(Orders.Kind.RELEASE, null);
    }

    /** {@return done when what has failed before was tried again} */
    public CompletableFuture<Void> retry() {
        return order(Orders.Kind.RETRY, null);
    }

    private CompletableFuture<Void> order(Orders.Kind kind, ModelChoice model) {
        CompletableFuture<Void> done = orders.place(kind, model);
        review.request();
        return done;
    }

    /**
     * {@return the choices for a model that was asked for, best first}
     *
     * @param model name, and version if not the best
     * @throws SwapException if there is none
     */
    public List<Choice> choices(ModelChoice model) throws SwapException {
        Wish current = wish;
        if (current == null) {
            throw new SwapException("expected a recognizer with a configuration that is right, found none");
        }
        try {
            synchronized (models) {
                List<Choice> choices = current.choices(model, models.values(), engines.values());
                if (choices.isEmpty()) {
                    throw new SwapException(current.missing(model, models.values(), engines.values()));
                }
                return choices;
            }
        } catch (IllegalArgumentException e) {
            throw new SwapException("expected a version in OSGi syntax such as 1.2.3, found '" + model.version() + "'", e);
        }
    }

    /** Ends. A load in progress is released when it is through; the recognizer is stopped. */
    public void stop() {
        seat.stop();
        synchronized (models) {
            stopped = true;
            status = new Status(State.WAITING, "is stopped");
        }
        orders.close();
    }

    private void reviewOnce() {
        List<Orders.Order> taken = orders.take();
        try {
            Wish wish = this.wish;
            if (retrying) {
                retrying = false;
                failures.clear();
            }
            taken.forEach(order -> carryOut(wish, order));
            if (!stopped && wish != null) {
                review(wish);
            }
            taken.forEach(order -> order.done().complete(null));
        } finally {
            taken.forEach(order -> order.done().completeExceptionally(new SwapException("the recognizer could not be reviewed")));
        }
    }

    private void carryOut(Wish wish, Orders.Order order) {
        refusedSwap = "";
        switch (order.kind()) {
            case RETRY -> failures.clear();
            case RELEASE -> pin = null;
            case SWAP -> {
                try {
                    pin = swapped(wish, order.model());
                } catch (SwapException e) {
                    refusedSwap = "the swap to " + order.model() + " failed: " + e.getMessage();
                    order.done().completeExceptionally(e);
                }
            }
        }
    }

    /** {@return the model that was asked for, exactly, now in service} */
    private ModelChoice swapped(Wish wish, ModelChoice asked) throws SwapException {
        List<String> reasons = new ArrayList<>();
        for (Choice choice : choices(asked)) {
            failures.remove(choice.key());
            String failure = isInService(wish, choice) ? null : load(wish, choice);
            if (failure == null) {
                return new ModelChoice(choice.model().name(), choice.model().version().toString());
            }
            if (!reasons.contains(failure)) {
                reasons.add(failure);
            }
        }
        throw new SwapException(stopped ? "the recognizer is stopped" : String.join("; ", reasons));
    }

    private void review(Wish wish) {
        List<Choice> choices = new ArrayList<>();
        String missing;
        boolean pinMissing = false;
        synchronized (models) {
            if (pin != null) {
                choices.addAll(wish.choices(pin, models.values(), engines.values()));
                pinMissing = choices.isEmpty();
            }
            choices.addAll(wish.choices(models.values(), engines.values()));
            missing = wish.missing(models.values(), engines.values());
            failures.keySet().removeIf(key -> !models.containsKey(key.model()) || !engines.containsKey(key.engine()));
        }
        List<String> reasons = new ArrayList<>();
        for (Choice choice : choices) {
            String failure = isInService(wish, choice) ? null : failures.get(choice.key());
            if (failure == null && !isInService(wish, choice)) {
                failure = load(wish, choice);
            }
            if (failure == null) {
                ready(wish, choice, "runs " + choice, pinMissing, reasons);
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
        if (kept != null && !choices.isEmpty() && mayStay(wish, kept)) {
            ready(wish, kept.choice(), "keeps " + kept.choice() + ", which is not to be had any more,", pinMissing, reasons);
            return;
        }
        Status none = choices.isEmpty() ? new Status(State.WAITING, missing) : new Status(State.FAILED, String.join("; ", reasons));
        settle(wish, none);
        if (kept != null) {
            running = null;
            observer.resting();
            seat.rest(none.reason().startsWith("waits") ? none.reason() : "has no usable network: " + none.reason());
        }
    }

    private boolean isInService(Wish wish, Choice choice) {
        return running != null && running.choice().key().equals(choice.key()) && wish.labels().objection(running.model()).isEmpty();
    }

    /** Without its model service a network runs on, without its engine it cannot. */
    private boolean mayStay(Wish wish, Running kept) {
        synchronized (models) {
            return engines.containsKey(kept.choice().engine().id()) && wish.labels().objection(kept.model()).isEmpty();
        }
    }

    private void ready(Wish wish, Choice choice, String verdict, boolean pinMissing, List<String> reasons) {
        // First the service, then the word that it is there: whoever waits for readiness looks it up next
        observer.serving(running.model(), choice.engine().name(), running.loading());
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
        settle(wish, new Status(State.READY, because.isEmpty() ? "" : verdict + " because " + String.join("; ", because)));
    }

    /** Says where a review has come to, unless another wish has come in meanwhile: then the next review will say. */
    private void settle(Wish reviewed, Status outcome) {
        synchronized (models) {
            if (reviewed == wish && !stopped) {
                status = outcome;
            }
        }
    }

    /** {@return why the choice cannot be loaded, or null when it is in service} */
    private String load(Wish wish, Choice choice) {
        if (running == null || status.state() == State.LOADING) {
            status = new Status(State.LOADING,
                    "loads " + choice + (running == null ? "" : ", serves " + running.choice() + " meanwhile"));
        }
        long begin = System.nanoTime();
        LoadedNetwork network;
        try {
            Optional<String> objection = wish.labels().objection(choice.model().model().info());
            if (objection.isPresent()) {
                throw new UnusableModelException(objection.get());
            }
            network = networks.obtain(choice);
        } catch (UnusableModelException e) {
            failures.put(choice.key(), e.getMessage());
            synchronized (models) {
                engines.keySet().forEach(engine -> failures.put(new Choice.Key(choice.model().id(), engine), e.getMessage()));
            }
            return failed(choice, e.getMessage(), e);
        } catch (EngineException e) {
            failures.put(choice.key(), choice + ": " + e.getMessage());
            return failed(choice, choice + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "loading " + choice + " was interrupted";
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            failures.put(choice.key(), choice + ": " + e);
            return failed(choice, choice + ": " + e, e);
        }
        running = new Running(choice, network.model(), Duration.ofNanos(System.nanoTime() - begin));
        seat.serve(network);
        return null;
    }

    private String failed(Choice choice, String reason, Throwable cause) {
        boolean offered;
        synchronized (models) {
            offered = models.containsKey(choice.model().id()) && engines.containsKey(choice.engine().id());
        }
        // What was taken away while it was being loaded is no failure of anybody's
        if (offered && !stopped) {
            observer.failed(choice, reason, cause);
        }
        return reason;
    }
}
