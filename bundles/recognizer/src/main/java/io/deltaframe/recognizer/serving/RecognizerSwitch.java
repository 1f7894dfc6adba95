package io.deltaframe.recognizer.serving;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.ModelSwitch;
import io.deltaframe.api.swap.ShadowReport;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.api.swap.SwitchStatus;
import io.deltaframe.recognizer.inference.RecognitionPipeline;
import io.deltaframe.recognizer.lifecycle.ModelReconciler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The switch of a recognizer. Of an ensemble a swap is of the one member that runs, or is configured to run, a model of
 * the name, and a pin ends with a changed configuration too, which makes new members.
 */
final class RecognizerSwitch implements ModelSwitch {

    private final Supplier<String> name;
    private final HotSwapRecognizer recognizer;
    private final ModelReconciler reconciler;
    private final AtomicBoolean shadowing = new AtomicBoolean();

    /**
     * @param name       gives the recognizer's name
     * @param recognizer whose calls a shadow sees
     * @param reconciler that swaps
     */
    RecognizerSwitch(Supplier<String> name, HotSwapRecognizer recognizer, ModelReconciler reconciler) {
        this.name = name;
        this.recognizer = recognizer;
        this.reconciler = reconciler;
    }

    @Override
    public SwitchStatus status() {
        String pinned = reconciler.pins().stream().map(ModelChoice::toString).collect(Collectors.joining(", "));
        String reason = reconciler.status().reason();
        Optional<HotSwapRecognizer.Serving> serving = recognizer.serving();
        return new SwitchStatus(name.get(), serving.map(present -> present.model().name()).orElse(""),
                serving.map(present -> present.model().version()).orElse(""),
                serving.map(HotSwapRecognizer.Serving::engine).orElse(""), pinned, reason);
    }

    @Override
    public SwitchStatus swap(ModelChoice model) throws SwapException, InterruptedException {
        try {
            reconciler.swap(model).get();
        } catch (ExecutionException e) {
            throw refused(e.getCause());
        }
        return status();
    }

    private SwapException refused(Throwable cause) {
        return new SwapException("recognizer " + name.get() + ": " + cause.getMessage(), cause);
    }

    @Override
    public SwitchStatus release() throws InterruptedException {
        return statusAfter(reconciler.release());
    }

    @Override
    public SwitchStatus retry() throws InterruptedException {
        return statusAfter(reconciler.retry());
    }

    private SwitchStatus statusAfter(CompletableFuture<Void> request) throws InterruptedException {
        try {
            request.get();
        } catch (ExecutionException e) {
            // Only the end of the recognizer keeps these from being carried out, and the status tells of it
            return status();
        }
        return status();
    }

    @Override
    public ShadowReport shadow(ModelChoice model, int calls, Duration time) throws SwapException, InterruptedException {
        if (calls < 0 || !time.isPositive()) {
            throw new IllegalArgumentException("expected a number of calls from 0 and a positive time, found " + calls
                    + " calls and " + time);
        }
        if (!shadowing.compareAndSet(false, true)) {
            throw new SwapException("recognizer " + name.get() + " has a shadow already: one at a time");
        }
        try {
            ModelInfo current = serving();
            if (current == null) {
                throw new SwapException("recognizer " + name.get() + " has no model in service to compare " + model
                        + " with");
            }
            RecognitionPipeline candidate = candidate(model);
            ShadowComparison shadow = new ShadowComparison(candidate, current, HotSwapRecognizer.frameBudget());
            recognizer.shadow(shadow);
            try {
                return shadow.compare(name.get(), calls, time);
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
        return recognizer.serving().map(HotSwapRecognizer.Serving::model).orElse(null);
    }

    private RecognitionPipeline candidate(ModelChoice model) throws SwapException, InterruptedException {
        try {
            return reconciler.candidate(model);
        } catch (SwapException e) {
            throw refused(e);
        }
    }
}
