package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.lifecycle.ModelReconciler.Status;
import io.deltaframe.tdn.engine.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One model of a recognizer, which has one or, as an ensemble, several. Holds a network of the best deployment that its
 * selector allows, or that it is pinned to by hand. A better network is loaded beside the one it holds. One that fails
 * to load is told of, passed over, and not tried again until its model or engine service is another or {@link
 * #forgetFailures} is called; the next best is tried, down to the one it holds, which stays even if its model was taken
 * away as long as what should replace it fails.
 *
 * <p>{@link #reconcile}, {@link #swap} and what else changes a member come one at a time but for {@link #follow} and
 * {@link #close}.
 */
final class Member {

    /**
     * What a member holds.
     *
     * @param deployment the services it was made from, which may have gone since
     * @param model      what it was made from
     * @param loading    how long that took
     */
    record Running(Deployment deployment, ModelInfo model, Duration loading) { }

    /** Hears of networks that could not be loaded. */
    interface FailureListener {

        /**
         * A network could not be loaded.
         *
         * @param deployment what was tried
         * @param reason     what is wrong
         * @param cause      where it came from
         */
        void failed(Deployment deployment, String reason, Throwable cause);
    }

    /** Where a pass has left a member, unless it follows another selector meanwhile. */
    private record Outcome(ModelSelector selector, Status status) { }

    private final Candidates candidates;
    private final NetworkCache networks;
    private final FailureListener listener;
    private final Runnable changed;

    // Written by passes only, which come one at a time
    private final Map<Deployment.Key, String> failures = new HashMap<>();
    private String refusedSwap = "";
    private Outcome outcome;
    private volatile Running running;
    private volatile ModelChoice pin;
    private final AtomicReference<LoadedNetwork> network = new AtomicReference<>();

    // Written under this
    private volatile ModelSelector selector;
    private volatile Status status;
    private volatile boolean closed;

    /**
     * A member that has not looked for its model yet.
     *
     * @param selector   what to run
     * @param candidates models and engines there are
     * @param networks   where networks come from
     * @param listener   hears of failures
     * @param changed    runs when the network's calls begin to fail, and when they are answered again
     */
    Member(ModelSelector selector, Candidates candidates, NetworkCache networks, FailureListener listener,
            Runnable changed) {
        this.candidates = candidates;
        this.networks = networks;
        this.listener = listener;
        this.changed = changed;
        follow(selector);
    }

    /**
     * Goes on with another selector. Not ready for it before a pass has said so, even while a network of the last one
     * goes on serving.
     *
     * @param selector what to run
     */
    synchronized void follow(ModelSelector selector) {
        this.selector = selector;
        this.status = new Status(State.LOADING, "looks for its model");
    }

    /** Ends. A load in progress is released when it is through. */
    void close() {
        synchronized (this) {
            closed = true;
            status = new Status(State.WAITING, "is stopped");
        }
        hold(null);
    }

    /** {@return where this stands} */
    Status status() {
        return status;
    }

    /** {@return the network it holds, or null} */
    LoadedNetwork network() {
        return network.get();
    }

    /** {@return what it holds, if anything} */
    Optional<Running> running() {
        return Optional.ofNullable(running);
    }

    /** {@return the model it is pinned to, if any} */
    Optional<ModelChoice> pin() {
        return Optional.ofNullable(pin);
    }

    /**
     * {@return whether this runs, or is to run, a model of a name}
     *
     * @param name of a model
     */
    boolean isFor(String name) {
        Running present = running;
        return selector.model().equals(name) || present != null && present.model().name().equals(name);
    }

    /** Has what failed before tried again. */
    void forgetFailures() {
        failures.clear();
    }

    /** Forgets a swap that was refused, which its status tells of. */
    void forgetRefusedSwap() {
        refusedSwap = "";
    }

    /**
     * Pins this to a model from the next pass on.
     *
     * @param model to run, or null to follow the selector again
     */
    void pinTo(ModelChoice model) {
        pin = model;
    }

    /**
     * Takes a model and pins this to exactly that version.
     *
     * @param asked name, and version if not the best
     * @throws SwapException if it cannot be loaded; everything is as before
     */
    void swap(ModelChoice asked) throws SwapException {
        refusedSwap = "";
        try {
            pin = load(asked);
        } catch (SwapException e) {
            refusedSwap = "the swap to " + asked + " failed: " + e.getMessage();
            throw e;
        }
    }

    private ModelChoice load(ModelChoice asked) throws SwapException {
        ModelSelector current = selector;
        List<String> reasons = new ArrayList<>();
        for (Deployment deployment : deployments(asked)) {
            failures.remove(deployment.key());
            String failure = holds(current, deployment) ? null : load(current, deployment);
            if (failure == null) {
                return new ModelChoice(deployment.model().name(), deployment.model().version().toString());
            }
            if (!reasons.contains(failure)) {
                reasons.add(failure);
            }
        }
        throw new SwapException(closed ? "the recognizer is stopped" : String.join("; ", reasons));
    }

    /** {@return the deployments of a model that was asked for, best first; at least one} */
    private List<Deployment> deployments(ModelChoice asked) throws SwapException {
        Candidates.Snapshot present = candidates.snapshot();
        try {
            List<Deployment> deployments = selector.deployments(asked, present);
            if (deployments.isEmpty()) {
                throw new SwapException(selector.missing(asked, present));
            }
            return deployments;
        } catch (IllegalArgumentException e) {
            throw new SwapException("expected a version in OSGi syntax such as 1.2.3, found '" + asked.version() + "'",
                    e);
        }
    }

    /**
     * Loads a model beside the one this holds, which it goes on holding.
     *
     * @param asked name, and version if not the best
     * @return the network, held once more for the caller to release
     * @throws SwapException        if it cannot be loaded
     * @throws InterruptedException if interrupted
     */
    LoadedNetwork loadBeside(ModelChoice asked) throws SwapException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (Deployment deployment : deployments(asked)) {
            try {
                return networks.obtain(deployment);
            } catch (UnusableModelException | EngineException | RuntimeException | OutOfMemoryError | LinkageError e) {
                reasons.add(reason(deployment, e));
            }
        }
        throw new SwapException(String.join("; ", reasons));
    }

    /** Takes the best network there is. What that comes to is not told before {@link #settle}. */
    void reconcile() {
        outcome = null;
        ModelSelector current = selector;
        Candidates.Snapshot present = candidates.snapshot();
        ModelChoice pinned = pin;
        List<Deployment> deployments = new ArrayList<>();
        if (pinned != null) {
            deployments.addAll(current.deployments(pinned, present));
        }
        boolean pinMissing = pinned != null && deployments.isEmpty();
        deployments.addAll(current.deployments(present));
        failures.keySet().removeIf(key -> !present.have(key));
        Optional<String> failing = lookAtCalls();
        List<String> reasons = new ArrayList<>();
        boolean successorFailed = false;
        for (Deployment deployment : deployments) {
            boolean successor = failing.isEmpty() && succeedsRunning(deployment, current, present);
            if (successorFailed && !successor) {
                // Content that is no good in its file's place leaves the network in service, not a lesser model
                break;
            }
            boolean held = holds(current, deployment) && failing.isEmpty();
            String failure = held ? null : failures.get(deployment.key());
            if (failure == null && !held) {
                failure = load(current, deployment);
            }
            if (failure == null) {
                outcome = new Outcome(current, ready("runs " + deployment, pinMissing, reasons));
                return;
            }
            if (closed) {
                return;
            }
            if (!reasons.contains(failure)) {
                reasons.add(failure);
            }
            successorFailed |= successor;
        }
        Running kept = running;
        if (kept != null && failing.isPresent() && !deployments.isEmpty() && mayStay(current, kept)) {
            // Nothing else is there; a call that is answered ends this
            outcome = new Outcome(current, new Status(State.FAILED, String.join("; ", reasons)));
            return;
        }
        if (kept != null && !deployments.isEmpty() && mayStay(current, kept)) {
            outcome = new Outcome(current, ready("still runs " + kept.deployment() + ", which has been withdrawn,",
                    pinMissing, reasons));
            return;
        }
        running = null;
        hold(null);
        outcome = new Outcome(current, deployments.isEmpty() ? new Status(State.WAITING, current.missing(present))
                : new Status(State.FAILED, String.join("; ", reasons)));
    }

    /**
     * A network that answers no call counts as one that could not be loaded, and as another again when it answers.
     * {@return why its calls fail, if they do}
     */
    private Optional<String> lookAtCalls() {
        LoadedNetwork held = network.get();
        Running present = running;
        if (held == null || present == null) {
            return Optional.empty();
        }
        Optional<String> failing = held.failing();
        Deployment.Key key = present.deployment().key();
        if (failing.isEmpty()) {
            failures.remove(key);
        } else if (!failures.containsKey(key)) {
            String reason = present.deployment() + ": its last calls all failed: " + failing.get();
            failures.put(key, reason);
            listener.failed(present.deployment(), reason, null);
        }
        return failing;
    }

    private boolean holds(ModelSelector current, Deployment deployment) {
        Running present = running;
        return present != null && present.deployment().key().equals(deployment.key())
                && current.labels().objection(present.model()).isEmpty();
    }

    /** {@return whether a deployment is to take the place of what runs here, whose own model has been withdrawn} */
    private boolean succeedsRunning(Deployment deployment, ModelSelector current, Candidates.Snapshot present) {
        Running held = running;
        return held != null && !present.have(held.deployment().key())
                && deployment.model().succeeds(held.deployment().model()) && mayStay(current, held);
    }

    /** Without its model service a network runs on, without its engine it cannot. */
    private boolean mayStay(ModelSelector current, Running kept) {
        return candidates.snapshot().haveEngine(kept.deployment().engine().id())
                && current.labels().objection(kept.model()).isEmpty();
    }

    private Status ready(String verdict, boolean pinMissing, List<String> reasons) {
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
        return new Status(State.READY, because.isEmpty() ? "" : verdict + " because " + String.join("; ", because));
    }

    /**
     * Says where the last pass has come to, unless another selector has come in meanwhile: then the next pass will say.
     */
    synchronized void settle() {
        if (outcome != null && outcome.selector() == selector && !closed) {
            status = outcome.status();
        }
    }

    /** {@return why the deployment cannot be loaded, or null when this holds its network} */
    private String load(ModelSelector current, Deployment deployment) {
        Running before = running;
        if (before == null || status.state() == State.LOADING) {
            String meanwhile = before == null ? "" : ", serves " + before.deployment() + " meanwhile";
            tellLoading("loads " + deployment + meanwhile);
        }
        long begin = System.nanoTime();
        LoadedNetwork loaded;
        try {
            Optional<String> objection = current.labels().objection(deployment.model().model().info());
            if (objection.isPresent()) {
                throw new UnusableModelException(objection.get());
            }
            loaded = networks.obtain(deployment);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "loading " + deployment + " was interrupted";
        } catch (UnusableModelException | EngineException | RuntimeException | OutOfMemoryError | LinkageError e) {
            return failed(deployment, reason(deployment, e), e);
        }
        running = new Running(deployment, loaded.model(), Duration.ofNanos(System.nanoTime() - begin));
        hold(loaded);
        return null;
    }

    private synchronized void tellLoading(String reason) {
        if (!closed) {
            status = new Status(State.LOADING, reason);
        }
    }

    private static String reason(Deployment deployment, Throwable failure) {
        return switch (failure) {
            case UnusableModelException unusable -> unusable.getMessage();
            case EngineException refused -> deployment + ": " + refused.getMessage();
            default -> deployment + ": " + failure;
        };
    }

    private String failed(Deployment deployment, String reason, Throwable cause) {
        Candidates.Snapshot present = candidates.snapshot();
        failures.put(deployment.key(), reason);
        if (cause instanceof UnusableModelException) {
            // No engine makes it better
            for (EngineCandidate engine : present.engines()) {
                failures.put(new Deployment.Key(deployment.model().id(), engine.id()), reason);
            }
        }
        // What was taken away while it was being loaded is no failure of anybody's
        if (present.have(deployment.key()) && !closed) {
            listener.failed(deployment, reason, cause);
        }
        return reason;
    }

    /** @param next held by the caller, whose hold passes to this; or null */
    private void hold(LoadedNetwork next) {
        if (next != null) {
            next.watch(changed);
        }
        release(network.getAndSet(next));
        if (closed) {
            release(network.getAndSet(null));
        }
    }

    private void release(LoadedNetwork held) {
        if (held != null) {
            if (held != network.get()) {
                held.unwatch(changed);
            }
            held.release();
        }
    }
}
