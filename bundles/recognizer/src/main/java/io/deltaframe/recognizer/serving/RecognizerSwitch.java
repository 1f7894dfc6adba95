package io.deltaframe.recognizer.serving;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.ModelSwitch;
import io.deltaframe.api.swap.ShadowReport;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.api.swap.SwitchStatus;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.lifecycle.Deployment;
import io.deltaframe.recognizer.lifecycle.ModelReconciler;
import io.deltaframe.recognizer.lifecycle.NetworkCache;
import io.deltaframe.recognizer.lifecycle.UnusableModelException;
import io.deltaframe.tdn.engine.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The hand on a recognizer of one model at a time. */
public final class RecognizerSwitch implements ModelSwitch {

    private final Supplier<String> name;
    private final HotSwapRecognizer recognizer;
    private final ModelReconciler reconciler;
    private final NetworkCache networks;
    private final AtomicBoolean shadowing = new AtomicBoolean();

    /**
     * @param name       gives the recognizer's name
     * @param recognizer whose calls a shadow sees
     * @param reconciler that swaps
     * @param networks   where a shadow's network comes from
     */
    public RecognizerSwitch(Supplier<String> name, HotSwapRecognizer recognizer, ModelReconciler reconciler, NetworkCache networks) {
        this.name = name;
        this.recognizer = recognizer;
        this.reconciler = reconciler;
        this.networks = networks;
    }

    @Override
    public SwitchStatus status() {
        String pinned = reconciler.pin().map(ModelChoice::toString).orElse("");
        String reason = reconciler.status().reason();
        return reconciler.running()
                .map(running -> new SwitchStatus(name.get(), running.model().name(), running.model().version(),
                        running.deployment().engine().name(), pinned, reason))
                .orElseGet(() -> new SwitchStatus(name.get(), "", "", "", pinned, reason));
    }

    @Override
    public SwitchStatus swap(ModelChoice model) throws SwapException, InterruptedException {
        await(reconciler.swap(model), name.get());
        return status();
    }

    @Override
    public SwitchStatus release() throws InterruptedException {
        awaitAnyEnd(reconciler.release());
        return status();
    }

    @Override
    public SwitchStatus retry() throws InterruptedException {
        awaitAnyEnd(reconciler.retry());
        return status();
    }

    /** Waits for an order that may be refused. */
    public static void await(CompletableFuture<Void> request, String recognizer) throws SwapException, InterruptedException {
        try {
            request.get();
        } catch (ExecutionException e) {
            throw new SwapException("recognizer " + recognizer + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Waits for an order that only the end of the recognizer can keep from being carried out, which its status tells. */
    public static void awaitAnyEnd(CompletableFuture<Void> request) throws InterruptedException {
        try {
            request.get();
        } catch (ExecutionException e) {
            return;
        }
    }

    @Override
    public ShadowReport shadow(ModelChoice model, int calls, Duration time) throws SwapException, InterruptedException {
        if (calls < 0 || !time.isPositive()) {
            throw new IllegalArgumentException("expected a number of calls from 0 and a positive time, found " + calls + " calls and " + time);
        }
        if (!shadowing.compareAndSet(false, true)) {
            throw new SwapException("recognizer " + name.get() + " has a shadow already: one at a time");
        }
        try {
            ModelInfo current = serving();
            if (current == null) {
                throw new SwapException("recognizer " + name.get() + " has no model in service to compare " + model + " with");
            }
            LoadedNetwork candidate = load(model);
            ShadowComparison shadow = new ShadowComparison(candidate, current, HotSwapRecognizer.frameBudget());
            recognizer.shadow(shadow);
            try {
                return shadow.compare(name.get(), candidate.engine(), calls, time, this::serving);
            } finally {
                recognizer.shadow(null);
                candidate.release();
            }
        } finally {
            shadowing.set(false);
        }
    }

    /** {@return the model in service, or null} */
    private ModelInfo serving() {
        return recognizer.isServing() ? reconciler.running().map(ModelReconciler.Running::model).orElse(null) : null;
    }

    private LoadedNetwork load(ModelChoice model) throws SwapException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        try {
            for (Deployment deployment : reconciler.deployments(model)) {
                try {
                    return networks.obtain(deployment);
                } catch (UnusableModelException e) {
                    reasons.add(e.getMessage());
                } catch (EngineException e) {
                    reasons.add(deployment + ": " + e.getMessage());
                } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
                    reasons.add(deployment + ": " + e);
                }
            }
        } catch (SwapException e) {
            throw new SwapException("recognizer " + name.get() + ": " + e.getMessage(), e);
        }
        throw new SwapException("recognizer " + name.get() + ": " + String.join("; ", reasons));
    }
}
