package io.deltaframe.recognizer.models;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What whoever offers a model says about it; it goes before what the checkpoint's metadata says.
 *
 * @param name            name, or empty
 * @param version         version, or empty
 * @param labels          labels, if any were given
 * @param labelsFrom      where they were given, for messages; empty without labels
 * @param segments        segments a clip, or 0
 * @param inputSize       side of the centre crop in pixels, or 0
 * @param resizeShortSide short side after resizing in pixels, or 0
 */
record ModelSettings(String name, String version, Optional<List<String>> labels, String labelsFrom, int segments,
                     int inputSize, int resizeShortSide) {

    ModelSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        labels = labels.map(List::copyOf);
    }
}
