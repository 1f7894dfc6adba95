package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.swap.ModelChoice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.framework.Filter;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * What a recognizer is configured to run.
 *
 * @param model    name of the model; empty for the best there is
 * @param versions acceptable versions of the model
 * @param filter   what the properties of the model's service must match, if anything
 * @param engine   name of the engine; {@value #ANY_ENGINE} for the best there is
 * @param labels   classes the model must have
 */
public record ModelSelector(String model, VersionRange versions, Optional<Filter> filter, String engine, RequiredLabels labels) {

    /** Engine name that stands for whichever is best. */
    public static final String ANY_ENGINE = "auto";

    /** The best model on the best engine. */
    public static final ModelSelector BEST = new ModelSelector("", new VersionRange("0"), ANY_ENGINE);

    /** A wish for a name and a range alone. */
    public ModelSelector(String model, VersionRange versions, String engine) {
        this(model, versions, Optional.empty(), engine, RequiredLabels.NONE);
    }

    /**
     * {@return the choices that fulfil the wish, best first: the best model on each engine in turn, then the next model}
     *
     * @param models  models there are
     * @param engines engines there are
     */
    public List<Deployment> deployments(Collection<ModelCandidate> models, Collection<EngineCandidate> engines) {
        return deployments(models, engines, this::accepts);
    }

    /**
     * {@return the choices for a model that was asked for by hand, best first, whatever name, version or filter is wished for; all of one
     * version}
     *
     * @param asked   model, and version if not the best
     * @param models  models there are
     * @param engines engines there are
     */
    public List<Deployment> deployments(ModelChoice asked, Collection<ModelCandidate> models, Collection<EngineCandidate> engines) {
        List<Deployment> deployments = deployments(models, engines, offer -> offer.name().equals(asked.name())
                && (asked.version().isEmpty() || offer.version().equals(Version.parseVersion(asked.version()))));
        return deployments.stream().filter(deployment -> deployment.model().version().equals(deployments.getFirst().model().version())).toList();
    }

    private List<Deployment> deployments(Collection<ModelCandidate> models, Collection<EngineCandidate> engines, Predicate<ModelCandidate> acceptable) {
        List<EngineCandidate> usable = engines.stream().filter(this::accepts).sorted(EngineCandidate.BEST_FIRST).toList();
        List<Deployment> deployments = new ArrayList<>();
        models.stream().filter(acceptable).sorted(ModelCandidate.BEST_FIRST)
                .forEach(model -> usable.forEach(engine -> deployments.add(new Deployment(model, engine))));
        return deployments;
    }

    /**
     * {@return what there is none of, in words; empty when there are choices}
     *
     * @param models  models there are
     * @param engines engines there are
     */
    public String missing(Collection<ModelCandidate> models, Collection<EngineCandidate> engines) {
        List<String> missing = new ArrayList<>();
        if (models.stream().noneMatch(this::accepts)) {
            missing.add(described() + "; models present: " + present(models));
        }
        missingEngine(engines).ifPresent(missing::add);
        return missing.isEmpty() ? "" : "waits for " + String.join(", and for ", missing);
    }

    /**
     * {@return what there is none of, in words}
     *
     * @param asked   a model that was asked for by hand and for which there is no choice
     * @param models  models there are
     * @param engines engines there are
     */
    public String missing(ModelChoice asked, Collection<ModelCandidate> models, Collection<EngineCandidate> engines) {
        return missingEngine(engines).map(engine -> "expected " + engine)
                .orElseGet(() -> "expected the model " + asked + "; models present: " + present(models));
    }

    private Optional<String> missingEngine(Collection<EngineCandidate> engines) {
        return engines.stream().anyMatch(this::accepts) ? Optional.empty()
                : Optional.of((engine.equals(ANY_ENGINE) ? "an engine" : "the engine '" + engine + "'") + "; engines present: "
                        + present(engines));
    }

    private String described() {
        return (model.isEmpty() ? "a model" : "the model '" + model + "'")
                + (versions.equals(BEST.versions()) ? "" : " with a version in " + versions)
                + filter.map(condition -> " that matches " + condition).orElse("");
    }

    private boolean accepts(ModelCandidate offer) {
        return (model.isEmpty() || model.equals(offer.name())) && versions.includes(offer.version())
                && (filter.isEmpty() || offer.matches(filter.get()));
    }

    private boolean accepts(EngineCandidate offer) {
        return engine.equals(ANY_ENGINE) || engine.equals(offer.name());
    }

    private static String present(Collection<?> candidates) {
        return candidates.isEmpty() ? "none"
                : candidates.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new)).stream()
                        .collect(Collectors.joining(", "));
    }
}
