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
 * What a member of a recognizer is configured to run.
 *
 * @param model    name of the model; empty for the best there is
 * @param versions acceptable versions of the model
 * @param filter   what the properties of the model's service must match, if anything
 * @param engine   name of the engine; {@value #ANY_ENGINE} for the best there is
 * @param labels   classes the model must have
 */
public record ModelSelector(String model, VersionRange versions, Optional<Filter> filter, String engine,
                            RequiredLabels labels) {

    /** Engine name that stands for whichever is best. */
    public static final String ANY_ENGINE = "auto";

    /** Every version. */
    public static final VersionRange ANY_VERSION = new VersionRange("0");

    /** The best model on the best engine. */
    public static final ModelSelector BEST = new ModelSelector("", ANY_VERSION, ANY_ENGINE);

    /** Selects by a name and a range alone. */
    ModelSelector(String model, VersionRange versions, String engine) {
        this(model, versions, Optional.empty(), engine, RequiredLabels.NONE);
    }

    /**
     * {@return the deployments that are accepted, best first: the best model on each engine in turn, then the next
     * model}
     *
     * @param candidates models and engines there are
     */
    List<Deployment> deployments(Candidates.Snapshot candidates) {
        return deployments(candidates, this::accepts);
    }

    /**
     * {@return the deployments of a model that was asked for by hand, best first, whatever name, version or filter is
     * configured; all of one version}
     *
     * @param asked      model, and version if not the best
     * @param candidates models and engines there are
     */
    List<Deployment> deployments(ModelChoice asked, Candidates.Snapshot candidates) {
        List<Deployment> deployments = deployments(candidates, model -> model.name().equals(asked.name())
                && (asked.version().isEmpty() || model.version().equals(Version.parseVersion(asked.version()))));
        return deployments.stream()
                .filter(deployment -> deployment.model().version().equals(deployments.getFirst().model().version()))
                .toList();
    }

    private List<Deployment> deployments(Candidates.Snapshot candidates, Predicate<ModelCandidate> acceptable) {
        List<EngineCandidate> usable = candidates.engines().stream().filter(this::accepts)
                .sorted(EngineCandidate.BEST_FIRST).toList();
        List<Deployment> deployments = new ArrayList<>();
        candidates.models().stream().filter(acceptable).sorted(ModelCandidate.BEST_FIRST)
                .forEach(model -> usable.forEach(engine -> deployments.add(new Deployment(model, engine))));
        return deployments;
    }

    /**
     * {@return what there is none of, in words; empty when there are deployments}
     *
     * @param candidates models and engines there are
     */
    String missing(Candidates.Snapshot candidates) {
        List<String> missing = new ArrayList<>();
        if (candidates.models().stream().noneMatch(this::accepts)) {
            missing.add(described() + "; models present: " + present(candidates.models()));
        }
        missingEngine(candidates).ifPresent(missing::add);
        return missing.isEmpty() ? "" : "waits for " + String.join(", and for ", missing);
    }

    /**
     * {@return what there is none of, in words}
     *
     * @param asked      a model that was asked for by hand and of which there is no deployment
     * @param candidates models and engines there are
     */
    String missing(ModelChoice asked, Candidates.Snapshot candidates) {
        return missingEngine(candidates).map(missing -> "expected " + missing)
                .orElseGet(() -> "expected the model " + asked + "; models present: " + present(candidates.models()));
    }

    private Optional<String> missingEngine(Candidates.Snapshot candidates) {
        if (candidates.engines().stream().anyMatch(this::accepts)) {
            return Optional.empty();
        }
        return Optional.of((engine.equals(ANY_ENGINE) ? "an engine" : "the engine '" + engine + "'")
                + "; engines present: " + present(candidates.engines()));
    }

    private String described() {
        return (model.isEmpty() ? "a model" : "the model '" + model + "'")
                + (versions.equals(ANY_VERSION) ? "" : " with a version in " + versions)
                + filter.map(condition -> " that matches " + condition).orElse("");
    }

    private boolean accepts(ModelCandidate candidate) {
        return (model.isEmpty() || model.equals(candidate.name())) && versions.includes(candidate.version())
                && (filter.isEmpty() || candidate.matches(filter.get()));
    }

    private boolean accepts(EngineCandidate candidate) {
        return engine.equals(ANY_ENGINE) || engine.equals(candidate.name());
    }

    private static String present(Collection<?> candidates) {
        return candidates.isEmpty() ? "none"
                : String.join(", ", candidates.stream().map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new)));
    }
}
