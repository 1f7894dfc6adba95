package io.deltaframe.recognizer.serving;

import io.deltaframe.api.config.ConfigurationReader;
import io.deltaframe.api.config.EnsembleConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.recognizer.inference.ScoreFusion;
import io.deltaframe.recognizer.lifecycle.ModelSelector;
import io.deltaframe.recognizer.lifecycle.RequiredLabels;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.VersionRange;

/**
 * What a configuration says about a recognizer, checked.
 *
 * @param name          of the recognizer
 * @param members       which model to run on which engine: one, or several for an ensemble
 * @param fusion        how the scores of several become one
 * @param clips         clips a video where a call does not say, 1 to 100
 * @param crops         crops a clip where a call does not say, 1 or 3
 * @param decodeThreads threads a video is decoded with, 0 for one a processor
 */
record RecognizerSettings(String name, List<ModelSelector> members, ScoreFusion fusion, int clips, int crops,
                          int decodeThreads) {

    /** As without any configuration. */
    static final RecognizerSettings DEFAULT =
            new RecognizerSettings("default", List.of(ModelSelector.BEST), ScoreFusion.SOFTMAX_MEAN, 1, 1, 0);

    /**
     * @throws IllegalArgumentException if a value is out of range; the message names the property, the range and the
     * value
     */
    RecognizerSettings {
        members = List.copyOf(members);
        check(!name.isBlank(), RecognizerConfig.NAME, "a name", "'" + name + "'");
        check(!members.isEmpty(), EnsembleConfig.MODELS, "one or more", members.size());
        for (ModelSelector member : members) {
            check(!member.engine().isBlank(), RecognizerConfig.ENGINE, "auto or the name of an engine",
                    ConfigurationReader.shown(RecognizerConfig.ENGINE, member.engine()));
        }
        check(clips >= 1 && clips <= 100, RecognizerConfig.CLIPS, "1 to 100", clips);
        check(crops == 1 || crops == 3, RecognizerConfig.CROPS, "1 or 3", crops);
        check(decodeThreads >= 0 && decodeThreads <= 256, RecognizerConfig.DECODE_THREADS, "0 to 256",
                decodeThreads);
    }

    /**
     * {@return the settings of a recognizer of one model}
     *
     * @param configuration as the platform has it
     * @throws IllegalArgumentException if a value is out of range or is none
     */
    static RecognizerSettings of(RecognizerConfiguration configuration) {
        String range = configuration.modelVersion().strip();
        ModelSelector member = new ModelSelector(configuration.model().strip(),
                range.isEmpty() ? ModelSelector.ANY_VERSION
                        : versions(RecognizerConfig.MODEL_VERSION, range, "", range),
                filter(RecognizerConfig.MODEL_FILTER, configuration.modelFilter().strip()),
                configuration.engine().strip(),
                RequiredLabels.of(configuration.labels()));
        return new RecognizerSettings(configuration.name().strip(), List.of(member), ScoreFusion.SOFTMAX_MEAN,
                configuration.clips(), configuration.crops(), configuration.decodeThreads());
    }

    /**
     * {@return the settings of an ensemble}
     *
     * @param configuration as the platform has it
     * @throws IllegalArgumentException if a value is out of range or is none, or there are less than two members
     */
    static RecognizerSettings of(EnsembleConfiguration configuration) {
        String engine = configuration.engine().strip();
        RequiredLabels labels = RequiredLabels.of(configuration.labels());
        check(configuration.models().length >= 2, EnsembleConfig.MODELS, "two or more with commas between them",
                configuration.models().length == 0 ? "none"
                        : ConfigurationReader.shown(EnsembleConfig.MODELS, configuration.models()));
        return new RecognizerSettings(configuration.name().strip(),
                Stream.of(configuration.models()).map(model -> member(model.strip(), engine, labels)).toList(),
                ScoreFusion.of(configuration.scoring().strip()), configuration.clips(), configuration.crops(),
                configuration.decodeThreads());
    }

    /** A filter, or a name with or without a range of versions. */
    private static ModelSelector member(String model, String engine, RequiredLabels labels) {
        if (model.startsWith("(")) {
            return new ModelSelector("", ModelSelector.ANY_VERSION, filter(EnsembleConfig.MODELS, model), engine,
                    labels);
        }
        int semicolon = model.lastIndexOf(';');
        String name = (semicolon < 0 ? model : model.substring(0, semicolon)).strip();
        if (name.isEmpty()) {
            throw new IllegalArgumentException(EnsembleConfig.MODELS + ": expected the name of a model, found "
                    + ConfigurationReader.shown(EnsembleConfig.MODELS, model));
        }
        VersionRange versions = semicolon < 0 ? ModelSelector.ANY_VERSION
                : versions(EnsembleConfig.MODELS, model.substring(semicolon + 1).strip(), " behind the semicolon",
                        model);
        return new ModelSelector(name, versions, Optional.empty(), engine, labels);
    }

    private static VersionRange versions(String property, String range, String where, String found) {
        try {
            return new VersionRange(range);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(property + ": expected an OSGi version range such as [1.0,2)" + where
                    + ", found " + ConfigurationReader.shown(property, found), e);
        }
    }

    private static Optional<Filter> filter(String property, String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(FrameworkUtil.createFilter(text));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(property + ": expected an LDAP filter such as (deltaframe.segments=8), "
                    + "found " + ConfigurationReader.shown(property, text), e);
        }
    }

    private static void check(boolean holds, String property, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(property + ": expected " + expected + ", found " + found);
        }
    }
}
