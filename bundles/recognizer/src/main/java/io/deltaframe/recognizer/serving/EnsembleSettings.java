package io.deltaframe.recognizer.serving;

import io.deltaframe.recognizer.inference.ScoreFusion;
import io.deltaframe.recognizer.lifecycle.ModelSelector;
import io.deltaframe.recognizer.lifecycle.RequiredLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.VersionRange;

/**
 * What a configuration says about an ensemble, checked.
 *
 * @param recognizer what every recognizer has; its wish is not used
 * @param members    which model to run on which engine, two or more
 * @param scoring    how their scores are combined
 */
public record EnsembleSettings(RecognizerSettings recognizer, List<ModelSelector> members, ScoreFusion scoring) {

    /** @throws IllegalArgumentException if there are less than two members */
    public EnsembleSettings {
        members = List.copyOf(members);
        if (members.size() < 2) {
            throw new IllegalArgumentException("models: expected two or more, found " + members.size());
        }
    }

    /**
     * {@return the settings of a configuration}
     *
     * @param configuration as the platform has it
     * @throws IllegalArgumentException if a value is out of range or is none
     */
    public static EnsembleSettings of(EnsembleConfiguration configuration) {
        String engine = configuration.engine().strip();
        RequiredLabels labels = RequiredLabels.of(configuration.labels());
        List<ModelSelector> members = new ArrayList<>();
        for (String model : configuration.models()) {
            members.add(member(model.strip(), engine, labels));
        }
        RecognizerSettings settings = new RecognizerSettings(configuration.name().strip(), new ModelSelector("", ModelSelector.BEST.versions(), engine),
                configuration.clips(), configuration.crops(), configuration.decodeThreads());
        return new EnsembleSettings(settings, members, ScoreFusion.of(configuration.scoring().strip()));
    }

    private static ModelSelector member(String model, String engine, RequiredLabels labels) {
        if (model.startsWith("(")) {
            return new ModelSelector("", ModelSelector.BEST.versions(), RecognizerSettings.filter("models", model), engine, labels);
        }
        int semicolon = model.lastIndexOf(';');
        String name = (semicolon < 0 ? model : model.substring(0, semicolon)).strip();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("models: expected the name of a model, found '" + model + "'");
        }
        try {
            return new ModelSelector(name, semicolon < 0 ? ModelSelector.BEST.versions() : new VersionRange(model.substring(semicolon + 1).strip()),
                    Optional.empty(), engine, labels);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("models: expected an OSGi version range such as [1.0,2) behind the semicolon, found '"
                    + model + "'", e);
        }
    }
}
