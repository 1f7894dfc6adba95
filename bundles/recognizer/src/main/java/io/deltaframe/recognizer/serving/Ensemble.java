package io.deltaframe.recognizer.serving;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.inference.NetworkEnsemble;
import io.deltaframe.recognizer.inference.ScoreFusion;
import io.deltaframe.recognizer.lifecycle.Deployment;
import io.deltaframe.recognizer.lifecycle.ModelReconciler;
import io.deltaframe.recognizer.lifecycle.ModelSelector;
import io.deltaframe.recognizer.lifecycle.NetworkCache;
import io.deltaframe.recognizer.lifecycle.ServingSlot;
import io.deltaframe.recognizer.lifecycle.UnusableModelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Keeps a recognizer on an ensemble, one {@link ModelReconciler} a member. When all members have a network they are put in service
 * together, and again whenever one has another; an ensemble whose models do not fit together is told of, and the one before stays
 * until they do. When one member has nothing left the recognizer rests.
 *
 * <p>Members change on any thread. {@link #assemble} is called after each change, one call at a time, so that no lock is held while
 * the observer talks to the framework.
 */
public final class Ensemble {

    /** Hears what becomes of the recognizer. */
    public interface Observer {

        /**
         * The members are in service: for the first time, or after one has changed.
         *
         * @param model   all of them as one
         * @param engine  or engines they run on
         * @param loading how long it took to load the member that came last
         */
        void serving(ModelInfo model, String engine, Duration loading);

        /** One member has nothing left. The recognizer still has the last ensemble, and loses it when this returns. */
        void unavailable();

        /**
         * A member could not be loaded.
         *
         * @param deployment what was tried
         * @param reason what is wrong
         * @param cause  where it came from
         */
        void failed(Deployment deployment, String reason, Throwable cause);

        /**
         * The members do not fit together.
         *
         * @param models all of them
         * @param reason what is wrong
         * @param cause  where it came from
         */
        void misfit(String models, String reason, Throwable cause);
    }

    private final HotSwapRecognizer recognizer;
    private final ScoreFusion scoring;
    private final Observer observer;
    private final Runnable changed;
    private final List<Member> members = new ArrayList<>();

    // Guarded by this
    private List<LoadedNetwork> considered = List.of();
    private Duration loading = Duration.ZERO;
    private String misfit = "";
    private boolean stopped;

    /**
     * An ensemble that waits for its first {@link #follow}.
     *
     * @param recognizer to keep on the members
     * @param size       number of members
     * @param scoring    how their scores are combined
     * @param networks   where networks come from
     * @param executor   runs reviews
     * @param observer   hears of them
     * @param changed    run after a member has changed; has {@link #assemble} called
     */
    public Ensemble(HotSwapRecognizer recognizer, int size, ScoreFusion scoring, NetworkCache networks, Executor executor, Observer observer,
             Runnable changed) {
        this.recognizer = recognizer;
        this.scoring = scoring;
        this.observer = observer;
        this.changed = changed;
        for (int i = 0; i < size; i++) {
            members.add(new Member(networks, executor));
        }
    }

    /** {@return the members, to be offered models and engines} */
    public List<ModelReconciler> reconcilers() {
        return members.stream().map(member -> member.reconciler).toList();
    }

    /**
     * Begins.
     *
     * @param selectors what each member runs
     */
    public void follow(List<ModelSelector> selectors) {
        for (int i = 0; i < members.size(); i++) {
            members.get(i).reconciler.follow(selectors.get(i));
        }
    }

    /** Ends. What is in service stays so until the recognizer gets something else or is stopped. */
    public void stop() {
        synchronized (this) {
            stopped = true;
        }
        members.forEach(member -> member.reconciler.stop());
    }

    /** {@return where this stands: as the member that stands worst} */
    public ModelReconciler.Status status() {
        List<String> reasons = new ArrayList<>();
        State worst = State.READY;
        for (Member member : members) {
            ModelReconciler.Status status = member.reconciler.status();
            if (!status.reason().isEmpty() && !reasons.contains(status.reason())) {
                reasons.add(status.reason());
            }
            worst = worse(worst, status.state());
        }
        synchronized (this) {
            if (!misfit.isEmpty()) {
                boolean serving = recognizer.isServing();
                reasons.add(serving ? "runs the ensemble before this one because " + misfit : misfit);
                worst = worse(worst, serving ? State.READY : State.FAILED);
            } else if (worst == State.READY && !networks().equals(considered)) {
                worst = State.LOADING;
                reasons.add("puts its members together");
            }
        }
        return new ModelReconciler.Status(worst, String.join("; ", reasons));
    }

    /** {@return whether the members as they are have been put together, or found not to fit, or one has nothing} */
    public synchronized boolean isSettled() {
        return stopped || networks().equals(considered);
    }

    /** {@return why the members do not fit together; empty if they do} */
    public synchronized String misfit() {
        return misfit;
    }

    private static State worse(State a, State b) {
        List<State> request = List.of(State.READY, State.LOADING, State.WAITING, State.FAILED);
        return request.get(Math.max(request.indexOf(a), request.indexOf(b)));
    }

    /** {@return the members' networks; empty while one has none} */
    private List<LoadedNetwork> networks() {
        return members.stream().anyMatch(member -> member.network == null) ? List.of()
                : members.stream().map(member -> member.network).toList();
    }

    /** Puts the members in service if all have a network and the networks fit together, or the recognizer to rest. */
    public void assemble() {
        NetworkEnsemble next = null;
        List<LoadedNetwork> networks;
        UnusableModelException unusable = null;
        Duration took;
        synchronized (this) {
            networks = networks();
            took = loading;
            if (stopped || networks.equals(considered)) {
                return;
            }
            misfit = "";
            if (!networks.isEmpty()) {
                try {
                    next = NetworkEnsemble.of(networks, scoring);
                } catch (UnusableModelException e) {
                    unusable = e;
                    misfit = e.getMessage();
                    considered = networks;
                }
            }
        }
        if (unusable != null) {
            observer.misfit(networks.stream().map(LoadedNetwork::toString).collect(Collectors.joining(" + ")), unusable.getMessage(), unusable);
        } else if (next == null) {
            observer.unavailable();
            recognizer.clear("has a member without a network");
            done(networks);
        } else {
            ModelInfo model = next.model();
            String engine = next.engine();
            recognizer.put(next);
            observer.serving(model, engine, took);
            done(networks);
        }
    }

    /** First the service, then the word that it is there. */
    private synchronized void done(List<LoadedNetwork> networks) {
        considered = networks;
    }

    /** Holds the network of one member while it is the member's. */
    private final class Member implements ServingSlot, ModelReconciler.Observer {

        private final ModelReconciler reconciler;
        // Guarded by the ensemble
        private LoadedNetwork network;
        private boolean gone;

        private Member(NetworkCache networks, Executor executor) {
            this.reconciler = new ModelReconciler(this, networks, executor, this);
        }

        @Override
        public void serve(LoadedNetwork next) {
            replace(next, false);
        }

        @Override
        public void clear(String reason) {
            replace(null, false);
            changed.run();
        }

        @Override
        public void stop() {
            replace(null, true);
        }

        private void replace(LoadedNetwork next, boolean forGood) {
            LoadedNetwork superfluous;
            synchronized (Ensemble.this) {
                gone |= forGood;
                superfluous = gone && next != null ? next : network;
                network = gone ? null : next;
            }
            if (superfluous != null) {
                superfluous.release();
            }
        }

        @Override
        public void serving(ModelInfo model, String engine, Duration took) {
            synchronized (Ensemble.this) {
                loading = took;
            }
            changed.run();
        }

        @Override
        public void unavailable() {
            // What matters comes next: the seat is told to rest
        }

        @Override
        public void failed(Deployment deployment, String reason, Throwable cause) {
            observer.failed(deployment, reason, cause);
        }
    }
}
