package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.recognizer.labels.LabelFiles;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The classes a recognizer must name, whatever model it runs: those who use its answers know them.
 *
 * @param count number of classes; 0 for any
 * @param names their names in order; empty for any
 * @param from  where the names were given, for messages; empty without names
 */
public record RequiredLabels(int count, List<String> names, String from) {

    /** Any classes will do. */
    public static final RequiredLabels NONE = new RequiredLabels(0, List.of(), "");

    public RequiredLabels {
        names = List.copyOf(names);
    }

    /**
     * {@return the labels of a configuration}
     *
     * @param configured a number of classes, the path of a file with their names, or nothing
     * @throws IllegalArgumentException if the file cannot be read as labels, or the number is 0
     */
    public static RequiredLabels of(String configured) {
        String text = configured.strip();
        if (text.isEmpty()) {
            return NONE;
        }
        if (text.matches("\\d{1,6}")) {
            int count = Integer.parseInt(text);
            if (count == 0) {
                throw new IllegalArgumentException("labels: expected a number of classes of at least 1, or a file, "
                        + "found 0");
            }
            return new RequiredLabels(count, List.of(), "");
        }
        try {
            List<String> names = LabelFiles.read(Path.of(text));
            return new RequiredLabels(names.size(), names, text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("labels: expected a number of classes or the path of a file, found no "
                    + "path: " + e.getReason(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("labels: " + e.getMessage(), e);
        }
    }

    /**
     * {@return what is wrong with a model's labels, or empty}
     *
     * @param model that is to run
     */
    public Optional<String> objection(ModelInfo model) {
        String name = "model " + model.name() + " " + model.version();
        List<String> labels = model.labels();
        if (count > 0 && labels.size() != count) {
            return Optional.of(name + ": expected the " + count + " classes this recognizer is pinned to"
                    + (from.isEmpty() ? "" : " by " + from) + ", found " + labels.size());
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(labels.get(i))) {
                return Optional.of(name + ": expected class " + i + " to be '" + names.get(i) + "' as in " + from
                        + ", to which this recognizer is pinned, found '" + labels.get(i) + "'");
            }
        }
        return Optional.empty();
    }
}
