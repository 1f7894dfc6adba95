package io.deltaframe.recognizer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.VersionRange;

/**
 * What a recognizer is configured to run.
 *
 * @param model    name of the model; empty for the best there is
 * @param versions acceptable versions of the model
 * @param engine   name of the engine; {@value #ANY_ENGINE} for the best there is
 */
record Wish(String model, VersionRange versions, String engine) {

    /** Engine name that stands for whichever is best. */
    static final String ANY_ENGINE = "auto";

    /** The best model on the best engine. */
    static final Wish BEST = new Wish("", new VersionRange("0"), ANY_ENGINE);

    /**
     * {@return the choices that fulfil the wish, best first: the best model on each engine in turn, then the next model}
     *
     * @param models  models there are
     * @param engines engines there are
     */
    List<Choice> choices(Collection<ModelOffer> models, Collection<EngineOffer> engines) {
        List<EngineOffer> acceptable = engines.stream().filter(this::accepts).sorted(EngineOffer.BEST_FIRST).toList();
        List<Choice> choices = new ArrayList<>();
        models.stream().filter(this::accepts).sorted(ModelOffer.BEST_FIRST)
                .forEach(model -> acceptable.forEach(engine -> choices.add(new Choice(model, engine))));
        return choices;
    }

    /**
     * {@return what there is none of, in words; empty when there are choices}
     *
     * @param models  models there are
     * @param engines engines there are
     */
    String missing(Collection<ModelOffer> models, Collection<EngineOffer> engines) {
        List<String> missing = new ArrayList<>();
        if (models.stream().noneMatch(this::accepts)) {
            String range = versions.equals(BEST.versions()) ? "" : " with a version in " + versions;
            missing.add((model.isEmpty() ? "a model" : "the model '" + model + "'") + range + "; models present: "
                    + present(models));
        }
        if (engines.stream().noneMatch(this::accepts)) {
            missing.add((engine.equals(ANY_ENGINE) ? "an engine" : "the engine '" + engine + "'") + "; engines present: "
                    + present(engines));
        }
        return missing.isEmpty() ? "" : "waits for " + String.join(", and for ", missing);
    }

    private boolean accepts(ModelOffer offer) {
        return (model.isEmpty() || model.equals(offer.name())) && versions.includes(offer.version());
    }

    private boolean accepts(EngineOffer offer) {
        return engine.equals(ANY_ENGINE) || engine.equals(offer.name());
    }

    private static String present(Collection<?> offers) {
        return offers.isEmpty() ? "none"
                : offers.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new)).stream()
                        .collect(Collectors.joining(", "));
    }
}
