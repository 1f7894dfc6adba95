package io.deltaframe.recognizer.serving;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.config.ConfigurationReader;
import io.deltaframe.recognizer.models.ModelConfiguration;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Configurations that a fuzzer makes up, as texts: what is configured ({@code m} a model, {@code r} a recognizer,
 * {@code e} an ensemble), then a property a line, as {@code name=value}, {@code name=value|value} or
 * {@code name#number}.
 */
public final class FuzzedConfiguration {

    /** What people write, rightly and wrongly. */
    public static final List<String> SEEDS = List.of(
            "m\nfile=a.pth\nsegments=16\ninputSize#112\nlabels=\nsite=door",
            "r\nname=gate\nmodel=motion\nmodel.version=[1.0,2)\nengine=simd\nclips#3\ncrops=1\ndecode.threads=0",
            "r\nmodel.filter=(&(deltaframe.segments=8)(!(name=a*)))\nlabels=174\nengin=auto",
            "e\nmodels=tdn-8f;[1,2)|tdn-16f|(deltaframe.segments=16)\nscoring=softmax.mean\nname=pair",
            "e\nmodels=a\nclips=eight\ncrops=2", "r\nservice.pid=x\nclips=1e2\ndecode.threads=-1\nNaN=NaN");

    private FuzzedConfiguration() { }

    /**
     * Configures with a text: it is taken, or refused in one line that names the property.
     *
     * @param text     made up
     * @param sentence takes what is said
     */
    public static void configure(String text, Consumer<String> sentence) {
        int first = text.indexOf('\n');
        if (first < 0) {
            return;
        }
        Map<String, Object> properties = properties(text.substring(first + 1));
        switch (text.substring(0, first)) {
            case "m" -> configure(ModelConfiguration.class, properties, configuration -> { }, sentence);
            case "r" -> configure(RecognizerConfiguration.class, properties, RecognizerSettings::of, sentence);
            case "e" -> configure(EnsembleConfiguration.class, properties, RecognizerSettings::of, sentence);
            default -> { }
        }
    }

    private static Map<String, Object> properties(String lines) {
        Map<String, Object> properties = new HashMap<>();
        for (String line : lines.split("\n")) {
            int equals = line.indexOf('=');
            int hash = line.indexOf('#');
            if (hash > 0 && (equals < 0 || hash < equals)) {
                properties.put(line.substring(0, hash), line.length() * 1.5 - line.hashCode());
            } else if (equals > 0) {
                String value = line.substring(equals + 1);
                properties.put(line.substring(0, equals), value.indexOf('|') < 0 ? value
                        : Arrays.asList(value.split("\\|")));
            }
        }
        return properties;
    }

    private static <T extends Annotation> void configure(Class<T> type, Map<String, Object> properties,
                                                         Consumer<T> settings, Consumer<String> sentence) {
        ConfigurationReader.unknown(type, properties).forEach(sentence);
        ConfigurationReader.misspelt(type, properties).forEach(sentence);
        try {
            settings.accept(ConfigurationReader.read(type, properties));
        } catch (IllegalArgumentException e) {
            sentence.accept(e.getMessage());
            List<String> names = Stream.of(type.getDeclaredMethods())
                    .map(method -> method.getName().replace('_', '.') + ": ").toList();
            assertTrue(names.stream().anyMatch(e.getMessage()::startsWith), () -> "names no property: " + e);
        }
    }
}
