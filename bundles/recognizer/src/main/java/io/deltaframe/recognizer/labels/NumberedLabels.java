package io.deltaframe.recognizer.labels;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;

/** Names with the numbers of their classes, in whatever order they come. For one thread. */
final class NumberedLabels {

    private final String file;
    private final TreeMap<Integer, String> labels = new TreeMap<>();

    /** @param file for messages */
    NumberedLabels(String file) {
        this.file = file;
    }

    /**
     * Takes a name in.
     *
     * @param number of the class
     * @param label  its name
     * @throws IOException if the name is empty, or the number has one already
     */
    void put(int number, String label) throws IOException {
        if (label.isBlank()) {
            throw new IOException(file + ": expected a name for class " + number + ", found none");
        }
        String before = labels.putIfAbsent(number, label.strip());
        if (before != null) {
            throw new IOException(file + ": expected one name for class " + number + ", found '"
                    + Quoted.of(before) + "' and '" + Quoted.of(label) + "'");
        }
    }

    /**
     * {@return the names in the order of their numbers; none where none came}
     *
     * @throws IOException if the numbers are not all of 0 to n-1 or all of 1 to n
     */
    List<String> inOrder() throws IOException {
        if (labels.isEmpty()) {
            return List.of();
        }
        int first = labels.firstKey();
        if (first < 0 || first > 1 || labels.lastKey() != first + labels.size() - 1) {
            throw new IOException(file + ": expected class numbers from 0 to " + (labels.size() - 1) + " (or 1 to "
                    + labels.size() + ") for " + labels.size() + " labels, found " + first
                    + (labels.size() > 1 ? " to " + labels.lastKey() : ""));
        }
        return List.copyOf(labels.values());
    }
}
