package io.deltaframe.api;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What there is to know about a model without loading its weights. Immutable.
 *
 * <p>An ensemble is described by one of these too: its name is its members' names joined by {@code +}, its digest that
 * of its members' digests, its version {@code 1.0.0} with the first digits of that digest, its segments those of all
 * members together, and its sizes those of the first member.
 *
 * @param name            name by which recognizers choose it, such as {@code motion}
 * @param version         version in OSGi syntax, such as {@code 1.0.0}
 * @param sha256          SHA-256 of the checkpoint file, 64 lower-case hexadecimal digits
 * @param architecture    the network in words, such as {@code TDN-ResNet-50}
 * @param segments        segments a clip, 8 or 16 in the released models
 * @param inputSize       side of the centre crop in pixels, 224 in the released models
 * @param resizeShortSide length of the short side after resizing, and side of the crops when three are taken, in
 *                        pixels; 256 in the released models
 * @param labels          names of the classes in the order of the network's output, one a class
 * @param provenance      where the weights come from; may be empty
 * @param license         licence of the weights; may be empty
 * @param members         the models of an ensemble in their order; empty for a model of one network
 */
public record ModelInfo(String name, String version, String sha256, String architecture, int segments, int inputSize,
                        int resizeShortSide, List<String> labels, String provenance, String license,
                        List<ModelInfo> members)
        implements Serializable {

    /**
     * Checks the components.
     *
     * @throws NullPointerException if a component, a label or a member is null
     */
    public ModelInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(license, "license");
        labels = List.copyOf(labels);
        members = List.copyOf(members);
    }

    /**
     * A model of one network.
     *
     * @param name            name by which recognizers choose it
     * @param version         version in OSGi syntax
     * @param sha256          SHA-256 of the checkpoint file
     * @param architecture    the network in words
     * @param segments        segments a clip
     * @param inputSize       side of the centre crop in pixels
     * @param resizeShortSide length of the short side after resizing
     * @param labels          names of the classes in the order of the network's output
     * @param provenance      where the weights come from; may be empty
     * @param license         licence of the weights; may be empty
     * @throws NullPointerException if an argument or a label is null
     */
    public ModelInfo(String name, String version, String sha256, String architecture, int segments, int inputSize,
                     int resizeShortSide, List<String> labels, String provenance, String license) {
        this(name, version, sha256, architecture, segments, inputSize, resizeShortSide, labels, provenance, license,
                List.of());
    }
}
