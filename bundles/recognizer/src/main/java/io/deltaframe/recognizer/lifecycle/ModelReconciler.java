package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.inference.RecognitionPipeline;
import io.deltaframe.recognizer.inference.ScoreFusion;
import io.deltaframe.recognizer.osgi.CoalescingTask;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/**
 * Keeps a recognizer on the best models its selectors allow, as models and engines come and go. It has a {@link Member}
 * for each selector: one, or several for an ensemble. When all members hold a network they are put in service together,
 * and again whenever one holds another; the switch is one step, and what was in service serves until then. Members that
 * do not fit together are told of, and what is in service stays until they do. When one member has nothing left the
 * recognizer is unavailable.
 *
 * <p>By hand a member can be pinned to a model, which then goes before what its selector says.
 *
 * <p>Changes and requests may come on any thread, and return at once: passes run one after the other on an executor.
 */
public final class ModelReconciler {

    /** Hears what becomes of the recognizer. Called in passes, which come one at a time, and without a lock held. */
    public interface Listener extends Member.FailureListener {

        /**
         * A pipeline is in service: the first one, another one, or still the same after a pass.
         *
         * @param model   what it was made from
         * @param engine  name of the engine it runs on, or of several
         * @param loading how long it took to load what came last
         */
        void serving(ModelInfo model, String engine, Duration loading);

        /** There is no pipeline any more. The recognizer still has the last one, and loses it when this returns. */
        void unavailable();

        /**
         * The members do not fit together.
         *
         * @param models all of them
         * @param reason what is wrong
         * @param cause  where it came from
         */
        void misfit(String models, String reason, Throwable cause);
    }

    /**
     * Where a recognizer stands.
     *
     * @param state  as readiness probes tell it
     * @param reason why; empty while all is well
     */
    public record Status(State state, String reason) { }

    /**
     * Networks that were put together, and what came of it.
     *
     * @param members  who hold them
     * @param networks one a member
     * @param model    they are together; null if they do not fit
     * @param engine   name of the engine, or of several
     * @param loading  how long it took to load what was not there in the assembly before
     * @param misfit   why they do not fit together; empty if they do
     */
    private record Assembly(Members members, List<LoadedNetwork> networks, ModelInfo model, String engine,
                            Duration loading, String misfit) { }

    private static final String NOT_CONFIGURED = "expected a recognizer with a configuration that is right, found none";

    private final ServingSlot slot;
    private final Candidates candidates;
    private final NetworkCache networks;
    private final Executor executor;
    private final Listener listener;
    private final SwapRequests requests = new SwapRequests();
    private final CoalescingTask pass;
    private final Runnable changed;

    // Written under this
    private volatile Members members;
    private volatile boolean stopped;

    private volatile boolean retrying;

    // Written by passes only
    private volatile Assembly assembly;
    private volatile boolean serving;

    /**
     * A reconciler that waits for its first {@link #follow}.
     *
     * @param slot       to keep on the best models
     * @param candidates models and engines there are
     * @param networks   where networks come from
     * @param executor   runs passes
     * @param listener   hears of them
     */
    public ModelReconciler(ServingSlot slot, Candidates candidates, NetworkCache networks, Executor executor,
                           Listener listener) {
        this.slot = slot;
        this.candidates = candidates;
        this.networks = networks;
        this.executor = executor;
        this.listener = listener;
        this.pass = new CoalescingTask(executor, this::reconcile);
        this.changed = pass::request;
    }

    /**
     * Begins, or goes on with other selectors; what failed before is tried again. A single member keeps its network and
     * its pin. An ensemble begins with new members, as pins and networks belong to places that the selectors may have
     * changed; the one before serves until the new one is complete.
     *
     * @param selectors what each member runs, one or more
     * @param fusion    how the members' scores become one
     */
    public void follow(List<ModelSelector> selectors, ScoreFusion fusion) {
        Members before;
        Members next;
        synchronized (this) {
            before = members;
            if (before != null && before.each().size() == 1 && selectors.size() == 1) {
                before.each().getFirst().follow(selectors.getFirst());
                next = new Members(before.each(), fusion);
            } else {
                next = new Members(selectors.stream().map(this::member).toList(), fusion);
            }
            members = next;
        }
        candidates.subscribe(changed);
        retrying = true;
        pass.request();
        if (before != null && !before.each().equals(next.each())) {
            before.each().forEach(Member::close);
        }
    }

    private Member member(ModelSelector selector) {
        return new Member(selector, candidates, networks, listener, changed);
    }

    /** Ends. A load in progress is released when it is through; the recognizer is stopped. */
    public void stop() {
        candidates.unsubscribe(changed);
        slot.stop();
        Members last;
        synchronized (this) {
            stopped = true;
            last = members;
        }
        if (last != null) {
            last.each().forEach(Member::close);
        }
        requests.close();
    }

    /** {@return where this stands: as the member that stands worst} */
    public Status status() {
        Members present = members;
        if (present == null) {
            return new Status(State.WAITING, "has not looked for models yet");
        }
        Status status = present.status();
        Assembly last = assembly;
        if (last == null || !last.members().equals(present) || last.misfit().isEmpty()) {
            return status;
        }
        String misfit = serving ? "runs the ensemble before this one because " + last.misfit() : last.misfit();
        return new Status(serving ? status.state() : State.FAILED,
                status.reason().isEmpty() ? misfit : status.reason() + "; " + misfit);
    }

    /** {@return the models that members are pinned to} */
    public List<ModelChoice> pins() {
        Members present = members;
        return present == null ? List.of() : present.each().stream().flatMap(member -> member.pin().stream()).toList();
    }

    /**
     * Takes a model into service and pins its member to it.
     *
     * @param model name, and version if not the best
     * @return done when it is in service; fails with a {@link SwapException} if it cannot be, and everything is as
     *         before
     */
    public CompletableFuture<Void> swap(ModelChoice model) {
        return request(SwapRequests.Kind.SWAP, model);
    }

    /** {@return done when the recognizer follows its selectors again, without a pin} */
    public CompletableFuture<Void> release() {
        return request(SwapRequests.Kind.RELEASE, null);
    }

    /** {@return done when what has failed before was tried again} */
    public CompletableFuture<Void> retry() {
        return request(SwapRequests.Kind.RETRY, null);
    }

    private CompletableFuture<Void> request(SwapRequests.Kind kind, ModelChoice model) {
        CompletableFuture<Void> done = requests.place(kind, model);
        pass.request();
        return done;
    }

    /**
     * Makes the pipeline that a swap would take into service, beside the one there is.
     *
     * @param model name, and version if not the best
     * @return the pipeline, held once for the caller to release
     * @throws SwapException        if there is no such model, or it cannot be loaded or does not fit the other members
     * @throws InterruptedException if interrupted
     */
    public RecognitionPipeline candidate(ModelChoice model) throws SwapException, InterruptedException {
        Members current = members;
        if (current == null) {
            throw new SwapException(NOT_CONFIGURED);
        }
        Member member = current.swapped(model);
        LoadedNetwork network = member.loadBeside(model);
        try {
            List<LoadedNetwork> all = current.networksWith(member, network);
            if (all.isEmpty()) {
                throw new SwapException("expected every member to have a network beside " + model
                        + ", found one without");
            }
            return RecognitionPipeline.over(all, current.fusion(), EnsembleModelInfo.of(all))
                    .orElseThrow(() -> new SwapException("a network was freed meanwhile: try again"));
        } catch (UnusableModelException e) {
            throw new SwapException(e.getMessage(), e);
        } finally {
            network.release();
        }
    }

    private void reconcile() {
        List<SwapRequests.Request> taken = requests.take();
        try {
            Members current = members;
            if (current == null) {
                taken.forEach(request -> request.refuse(NOT_CONFIGURED));
                return;
            }
            if (retrying) {
                retrying = false;
                current.each().forEach(Member::forgetFailures);
            }
            Map<SwapRequests.Request, SwapException> refused = new HashMap<>();
            for (SwapRequests.Request request : taken) {
                try {
                    carryOut(current, request);
                } catch (SwapException e) {
                    refused.put(request, e);
                }
            }
            if (!stopped) {
                reconcile(current);
            }
            // Who was refused finds everything as before
            refused.forEach((request, refusal) -> request.done().completeExceptionally(refusal));
            taken.forEach(request -> request.done().complete(null));
        } finally {
            taken.forEach(request -> request.refuse("the recognizer's models could not be looked at, as the log says"));
        }
    }

    private void carryOut(Members current, SwapRequests.Request request) throws SwapException {
        switch (request.kind()) {
            case SWAP -> swap(current, request.model());
            case RELEASE -> current.each().forEach(member -> {
                member.forgetRefusedSwap();
                member.pinTo(null);
            });
            case RETRY -> current.each().forEach(member -> {
                member.forgetRefusedSwap();
                member.forgetFailures();
            });
        }
    }

    private void swap(Members current, ModelChoice model) throws SwapException {
        Member member = current.swapped(model);
        Optional<ModelChoice> before = member.pin();
        member.swap(model);
        List<LoadedNetwork> held = current.networks();
        Assembly result = held.isEmpty() ? null : assemble(current, held);
        if (result != null && !result.misfit().isEmpty()) {
            // The same pass takes the model from before again
            member.pinTo(before.orElse(null));
            throw new SwapException(result.misfit());
        }
    }

    private void reconcile(Members current) {
        if (!reconcileMembers(current) || stopped || !current.each().equals(members.each())) {
            // The last word, or the next pass has it
            return;
        }
        List<LoadedNetwork> held = current.networks();
        if (held.isEmpty()) {
            current.each().forEach(Member::settle);
            clear(current);
            return;
        }
        Assembly result = assemble(current, held);
        if (result != null) {
            // First the service, then the word that it is there: whoever waits for readiness looks it up next
            if (result.misfit().isEmpty()) {
                listener.serving(result.model(), result.engine(), result.loading());
            }
            current.each().forEach(Member::settle);
        }
    }

    /**
     * Members load at the same time where the executor has a thread to spare; what it has not begun when its turn comes
     * is done here, so that no pass waits for a thread. {@return whether all are through; not where the thread was
     * interrupted}
     */
    private boolean reconcileMembers(Members current) {
        List<FutureTask<Void>> tasks = current.each().stream()
                .map(member -> new FutureTask<Void>(member::reconcile, null)).toList();
        tasks.stream().skip(1).forEach(executor::execute);
        try {
            for (FutureTask<Void> task : tasks) {
                task.run();
                task.get();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a member could not be reconciled", e.getCause());
        }
    }

    /**
     * Puts networks in service, if they are others than before. {@return what came of it; null where a stop came in
     * between}
     */
    private Assembly assemble(Members current, List<LoadedNetwork> held) {
        Assembly before = assembly;
        if (before != null && before.members().equals(current) && before.networks().equals(held)) {
            return before;
        }
        Assembly next;
        try {
            ModelInfo model = EnsembleModelInfo.of(held);
            Optional<RecognitionPipeline> pipeline = RecognitionPipeline.over(held, current.fusion(), model);
            if (pipeline.isEmpty()) {
                return null;
            }
            Duration loading = current.loading(before == null ? List.of() : before.networks());
            next = new Assembly(current, held, model, pipeline.get().engine(), loading, "");
            serving = true;
            slot.serve(pipeline.get());
        } catch (UnusableModelException e) {
            next = new Assembly(current, held, null, "", Duration.ZERO, e.getMessage());
            listener.misfit(held.stream().map(LoadedNetwork::toString).collect(Collectors.joining(" + ")),
                    e.getMessage(), e);
        }
        assembly = next;
        return next;
    }

    /** Takes the recognizer out of service, if it is these members that have been in it. */
    private void clear(Members current) {
        Assembly before = assembly;
        if (before != null && before.members().each().equals(current.each())) {
            assembly = null;
            if (serving) {
                serving = false;
                String reason = current.absence();
                listener.unavailable();
                slot.clear(reason.startsWith("waits") ? reason : "has no usable network: " + reason);
            }
        }
    }
}
