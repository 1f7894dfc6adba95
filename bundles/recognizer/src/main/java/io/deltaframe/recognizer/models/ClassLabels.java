package io.deltaframe.recognizer.models;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Labels of models: made up where nothing names the classes, and told apart. */
public final class ClassLabels {

    private ClassLabels() { }

    /**
     * {@return the SHA-256 by which two models' labels are told to be the same: of the labels in UTF-8, each ended by a
     * line feed}
     *
     * @param labels in the order of the classes
     */
    static String sha256(List<String> labels) {
        String lines = labels.stream().map(label -> label + "\n").collect(Collectors.joining());
        return Sha256.of(lines.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@return labels for a model that names none: {@code class 0} and so on}
     *
     * @param classes number of classes
     */
    public static List<String> numbered(int classes) {
        return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }
}
