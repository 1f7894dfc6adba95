package io.deltaframe.recognizer.serving;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.ModelSwitch;
import io.deltaframe.api.swap.ShadowReport;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.api.swap.SwitchStatus;
import io.deltaframe.recognizer.lifecycle.ModelReconciler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The hand on an ensemble: a swap is of the one member that runs, or is configured to run, a model of the name. A pin ends with a
 * changed configuration too, which makes new members.
 */
public final class EnsembleSwitch implements ModelSwitch {

    private static final long LOOK_MILLIS = 10;

    private final Supplier<String> name;
    private final HotSwapRecognizer recognizer;
    private final Supplier<Ensemble> ensemble;

    /**
     * @param name       gives the recognizer's name
     * @param recognizer that the ensemble serves
     * @param ensemble   gives the present one, or null where the configuration has been wrong from the beginning
     */
    public EnsembleSwitch(Supplier<String> name, HotSwapRecognizer recognizer, Supplier<Ensemble> ensemble) {
        this.name = name;
        this.recognizer = recognizer;
        this.ensemble = ensemble;
    }

    private List<ModelReconciler> members() {
        Ensemble present = ensemble.get();
        return present == null ? List.of() : present.reconcilers();
    }

    @Override
    public SwitchStatus status() {
        List<ModelReconciler> members = members();
        String pinned = members.stream().flatMap(member -> member.pin().stream()).map(ModelChoice::toString).collect(Collectors.joining(", "));
        Ensemble present = ensemble.get();
        String reason = present == null ? "has no configuration that is right" : present.status().reason();
        Optional<ModelInfo> serving = recognizer.serving();
        return new SwitchStatus(name.get(), serving.map(ModelInfo::name).orElse(""), serving.map(ModelInfo::version).orElse(""),
                serving.isEmpty() ? "" : members.stream().flatMap(member -> member.running().stream())
                        .map(running -> running.deployment().engine().name()).distinct().collect(Collectors.joining("+")),
                pinned, reason);
    }

    @Override
    public SwitchStatus swap(ModelChoice model) throws SwapException, InterruptedException {
        List<ModelReconciler> candidates = members().stream().filter(member -> member.isFor(model.name())).toList();
        if (candidates.size() != 1) {
            throw new SwapException("recognizer " + name.get() + ": expected one member with a model named " + model.name() + ", found "
                    + candidates.size());
        }
        ModelReconciler member = candidates.getFirst();
        Optional<ModelChoice> before = member.pin();
        RecognizerSwitch.await(member.swap(model), name.get());
        String misfit = settled();
        if (!misfit.isEmpty()) {
            RecognizerSwitch.awaitAnyEnd(before.isPresent() ? member.swap(before.get()) : member.release());
            settled();
            throw new SwapException("recognizer " + name.get() + ": " + misfit);
        }
        return status();
    }

    @Override
    public SwitchStatus release() throws InterruptedException {
        for (ModelReconciler member : members()) {
            RecognizerSwitch.awaitAnyEnd(member.release());
        }
        settled();
        return status();
    }

    @Override
    public SwitchStatus retry() throws InterruptedException {
        for (ModelReconciler member : members()) {
            RecognizerSwitch.awaitAnyEnd(member.retry());
        }
        settled();
        return status();
    }

    /** {@return why the members do not fit together, or empty, once they have been put together} */
    private String settled() throws InterruptedException {
        Ensemble present = ensemble.get();
        while (present != null && !present.isSettled()) {
            Thread.sleep(LOOK_MILLIS);
        }
        return present == null ? "" : present.misfit();
    }

    @Override
    public ShadowReport shadow(ModelChoice model, int calls, Duration time) throws SwapException {
        throw new SwapException("recognizer " + name.get() + " is an ensemble, which has no shadow: compare " + model
                + " on a recognizer of one model");
    }
}
