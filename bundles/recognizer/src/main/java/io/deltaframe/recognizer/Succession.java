package io.deltaframe.recognizer;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.tdn.engine.EngineException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Keeps a recognizer on the best network its wish allows, as models and engines come and go. A better network is loaded beside
 * the one in service, which keeps serving until the switch; the switch is one step. A network that fails to load is told of,
 * passed over, and not tried again until its model or engine service is another or {@link #retry} is called; the next best is
 * tried, down to the one in service. When there is nothing left the recognizer rests.
 *
 * <p>Offers may come and go on any thread, and return at once: reviews run one after the other on an executor.
 */
final class Succession {

    /** Hears what becomes of the recognizer; called on the executor's thread, one call at a time. */
    interface Observer {

        /**
         * A network is in service: the first one, another one, or still the same after a review.
         *
         * @param model  what the network was made from
         * @param engine name of the engine it runs on
         */
        void serving(ModelInfo model, String engine);

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
    record Status(State state, String reason) { }

    private final Seat seat;
    private final Networks networks;
    private final Observer observer;
    private final Coalesced review;

    private final Map<Long, ModelOffer> models = new HashMap<>();
    private final Map<Long, EngineOffer> engines = new HashMap<>();

    // Of the reviews only, which run one at a time
    private final Map<Choice.Key, String> failures = new HashMap<>();
    private Choice inService;
    private ModelInfo running;

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
    Succession(Seat seat, Networks networks, Executor executor, Observer observer) {
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
    void follow(Wish wish) {
        // Not ready for this wish before a review has said so, even while a network of the last wish goes on serving
        synchronized (models) {
            this.wish = wish;
            status = new Status(State.LOADING, "looks for its model");
        }
        retry();
    }

    /** {@return where this stands} */
    Status status() {
        return status;
    }

    /**
     * Takes an offer in, or what has changed about it.
     *
     * @param offer of a model
     */
    void offer(ModelOffer offer) {
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
    void offer(EngineOffer offer) {
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
    void withdrawModel(long id) {
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
    void withdrawEngine(long id) {
        synchronized (models) {
            engines.remove(id);
        }
        review.request();
    }

    /** Tries again what has failed before. */
    void retry() {
        retrying = true;
        review.request();
    }

    /** Ends. A load in progress is released when it is through; the recognizer is stopped. */
    void stop() {
        seat.stop();
        synchronized (models) {
            stopped = true;
            status = new Status(State.WAITING, "is stopped");
        }
    }

    private void reviewOnce() {
        Wish wish = this.wish;
        if (stopped || wish == null) {
            return;
        }
        List<Choice> choices;
        String missing;
        synchronized (models) {
            choices = wish.choices(models.values(), engines.values());
            missing = wish.missing(models.values(), engines.values());
            failures.keySet().removeIf(key -> !models.containsKey(key.model()) || !engines.containsKey(key.engine()));
        }
        if (retrying) {
            retrying = false;
            failures.clear();
        }
        List<String> reasons = new ArrayList<>();
        for (Choice choice : choices) {
            if (inService != null && choice.key().equals(inService.key())) {
                ready(wish, choice, reasons);
                return;
            }
            String failure = failures.get(choice.key());
            if (failure == null) {
                failure = load(choice);
                if (failure == null) {
                    ready(wish, choice, reasons);
                    return;
                }
                if (stopped) {
                    return;
                }
            }
            if (!reasons.contains(failure)) {
                reasons.add(failure);
            }
        }
        Status none = choices.isEmpty() ? new Status(State.WAITING, missing) : new Status(State.FAILED, String.join("; ", reasons));
        settle(wish, none);
        if (inService != null) {
            observer.resting();
            seat.rest(none.reason().startsWith("waits") ? none.reason() : "has no usable network: " + none.reason());
            inService = null;
            running = null;
        }
    }

    private void ready(Wish wish, Choice choice, List<String> reasons) {
        // First the service, then the word that it is there: whoever waits for readiness looks it up next
        observer.serving(running, choice.engine().name());
        settle(wish, new Status(State.READY, reasons.isEmpty() ? ""
                : "runs " + choice + " because a better choice failed: " + String.join("; ", reasons)));
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
    private String load(Choice choice) {
        if (inService == null || status.state() == State.LOADING) {
            status = new Status(State.LOADING, "loads " + choice + (inService == null ? "" : ", serves " + inService + " meanwhile"));
        }
        LoadedNetwork network;
        try {
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
        inService = choice;
        running = network.model();
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
