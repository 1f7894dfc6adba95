package io.deltaframe.api.swap;

import java.io.Serializable;
import java.util.Objects;

/**
 * A model somebody asks for. Immutable.
 *
 * @param name    name of the model; not blank
 * @param version version in OSGi syntax; empty for the best there is at the moment: the highest
 *                {@code service.ranking}, then the highest version
 */
public record ModelChoice(String name, String version) implements Serializable {

    /**
     * Checks the name; whether there is such a model is found out by those who get the choice.
     *
     * @throws IllegalArgumentException if the name is blank
     * @throws NullPointerException     if a component is null
     */
    public ModelChoice {
        Objects.requireNonNull(version, "version");
        if (name.isBlank()) {
            throw new IllegalArgumentException("expected the name of a model, found '" + name + "'");
        }
    }

    /**
     * {@return the choice that a text names: {@code NAME} or {@code NAME:VERSION}}
     *
     * @param text a name, which may have colons itself where a version follows
     * @throws IllegalArgumentException if there is no name
     */
    public static ModelChoice parse(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0 ? new ModelChoice(text.strip(), "")
                : new ModelChoice(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }

    @Override
    public String toString() {
        return version.isEmpty() ? name : name + " " + version;
    }
}
