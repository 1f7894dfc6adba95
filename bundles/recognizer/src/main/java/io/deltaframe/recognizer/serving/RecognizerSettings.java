package io.deltaframe.recognizer.serving;

import io.deltaframe.recognizer.lifecycle.ModelSelector;
import io.deltaframe.recognizer.lifecycle.RequiredLabels;
import java.util.Optional;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.VersionRange;

/**
 * What a configuration says about a recognizer, checked.
 *
 * @param name          of the recognizer
 * @param selector          which model to run on which engine
 * @param clips         clips a video where a call does not say, 1 to 100
 * @param crops         crops a clip where a call does not say, 1 or 3
 * @param decodeThreads threads a video is decoded with, 0 for one a processor
 */
public record RecognizerSettings(String name, ModelSelector selector, int clips, int crops, int decodeThreads) {

    /** As without any configuration. */
    public static final RecognizerSettings DEFAULT = new RecognizerSettings("default", ModelSelector.BEST, 1, 1, 0);

    /** @throws IllegalArgumentException if a value is out of range; the message names the property, the range and the value */
    public RecognizerSettings {
        check(!name.isBlank(), "name", "a name", "'" + name + "'");
        check(!selector.engine().isBlank(), "engine", "auto or the name of an engine", "'" + selector.engine() + "'");
        check(clips >= 1 && clips <= 100, "clips", "1 to 100", clips);
        check(crops == 1 || crops == 3, "crops", "1 or 3", crops);
        check(decodeThreads >= 0 && decodeThreads <= 256, "decodeThreads", "0 to 256", decodeThreads);
    }

    /**
     * {@return the settings of a configuration}
     *
     * @param configuration as the platform has it
     * @throws IllegalArgumentException if a value is out of range or is none
     */
    public static RecognizerSettings of(RecognizerConfiguration configuration) {
        String range = configuration.modelVersion().strip();
        VersionRange versions;
        try {
            versions = new VersionRange(range.isEmpty() ? "0" : range);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("modelVersion: expected an OSGi version range such as [1.0,2), found '" + range + "'", e);
        }
        return new RecognizerSettings(configuration.name().strip(),
                new ModelSelector(configuration.model().strip(), versions, filter("modelFilter", configuration.modelFilter().strip()),
                        configuration.engine().strip(), RequiredLabels.of(configuration.labels())),
                configuration.clips(), configuration.crops(), configuration.decodeThreads());
    }

    /**
     * {@return a filter}
     *
     * @param property for messages
     * @param text     in OSGi syntax, or empty for none
     * @throws IllegalArgumentException if it is no filter
     */
    public static Optional<Filter> filter(String property, String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(FrameworkUtil.createFilter(text));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(property + ": expected an LDAP filter such as (deltaframe.segments=8), found '" + text + "': "
                    + e.getMessage(), e);
        }
    }

    private static void check(boolean holds, String property, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(property + ": expected " + expected + ", found " + found);
        }
    }
}
