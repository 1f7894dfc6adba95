package io.deltaframe.recognizer.labels;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the files that data sets name their classes in. What a file is, is told by its content:
 *
 * <ul>
 * <li>a JSON object of names to numbers ({@code something-something-v2-labels.json}, {@code kinetics_classnames.json})
 *     or of numbers to names, or a JSON array of names;
 * <li>a table of two columns, one of them the numbers, separated by commas, semicolons or tabs, with or without a
 *     heading and quotes ({@code id,name}), or a number before or behind each name ({@code 1 ApplyEyeMakeup} of
 *     UCF101's {@code classInd.txt}, {@code 1: walking}, {@code walking 1});
 * <li>otherwise one name a line in the order of the classes ({@code category.txt}, {@code jester-v1-labels.csv});
 *     commas belong to the name, as in "Lifting up one end of something, then letting it drop down".
 * </ul>
 *
 * Numbers must be all of 0 to n-1, or all of 1 to n, and then decide the order. A byte-order mark and empty lines at
 * the end do not count. Safe for several threads.
 */
public final class LabelFiles {

    /** Beyond any list of classes; keeps a wrong path, such as that of a video, from being read into memory. */
    private static final long MAX_BYTES = 16 << 20;

    private LabelFiles() { }

    /**
     * Reads a file.
     *
     * @param file of labels
     * @return the labels in the order of the classes, at least one
     * @throws IOException if it cannot be read, is not UTF-8, or its names and numbers do not make a list; the message
     *                     names the file, the line where there is one, the expectation and the finding
     */
    public static List<String> read(Path file) throws IOException {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new IOException(Quoted.of(file.toString()) + ": expected a file of labels of at most "
                        + MAX_BYTES + " bytes, found " + size);
            }
            if (Files.isDirectory(file)) {
                throw new IOException(Quoted.of(file.toString()) + ": expected a file of labels, found a directory");
            }
            if (!Files.isRegularFile(file)) {
                // A pipe would wait for somebody who writes to it
                throw new IOException(Quoted.of(file.toString())
                        + ": expected a file of labels, found a pipe, a socket or a device");
            }
            return parse(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new IOException(Quoted.of(file.toString()) + ": expected a file of labels, found no such file", e);
        } catch (FileSystemException e) {
            throw new IOException(Quoted.of(file.toString()) + ": expected a file of labels, found one that cannot be "
                    + "read: " + (e.getReason() == null ? "permission denied" : e.getReason()), e);
        }
    }

    /**
     * Reads the content of a file.
     *
     * @param utf8 the content
     * @param name of the file, for messages
     * @return the labels in the order of the classes, at least one
     * @throws IOException if it is not UTF-8, or its names and numbers do not make a list
     */
    public static List<String> parse(byte[] utf8, String name) throws IOException {
        if (utf8.length > 1 && (utf8[0] == (byte) 0xFF && utf8[1] == (byte) 0xFE
                || utf8[0] == (byte) 0xFE && utf8[1] == (byte) 0xFF)) {
            throw new IOException(name + ": expected labels in UTF-8, found UTF-16; save it as UTF-8");
        }
        for (byte each : utf8) {
            if (each == 0) {
                throw new IOException(name + ": expected labels in UTF-8, found a binary file");
            }
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException(name + ": expected labels in UTF-8, found bytes that are none; save it as UTF-8", e);
        }
        // Marks also stand inside, where files were put together; a blank that does not break a line is one to people
        text = text.replace("\uFEFF", "").replace('\u00A0', ' ');
        if (text.isBlank()) {
            throw new IOException(name + ": expected a label a line, found an empty file");
        }
        String start = text.stripLeading();
        if (start.startsWith("{") || start.startsWith("[\"") || start.equals("[") || start.matches("(?s)\\[\\s.*")) {
            return JsonLabels.parse(text, name);
        }
        List<String> lines = text.stripTrailing().lines().map(String::strip).toList();
        Optional<List<String>> table = TableLabels.parse(lines, name);
        return table.isPresent() ? table.get() : names(lines, name);
    }

    /**
     * Reads a JSON array of names, as models carry it in their metadata.
     *
     * @param json the array and nothing else
     * @param name of where it is, for messages
     * @return the labels in the order of the classes, at least one
     * @throws IOException if it is something else, or a name is blank
     */
    public static List<String> parseArray(String json, String name) throws IOException {
        return JsonLabels.parseArray(json, name);
    }

    private static List<String> names(List<String> lines, String name) throws IOException {
        List<String> labels = new ArrayList<>();
        for (String line : lines) {
            String label = TableLabels.unquoted(line);
            if (label.isEmpty()) {
                throw new IOException(name + ": expected one label a line, found line " + (labels.size() + 1)
                        + " empty");
            }
            labels.add(label);
        }
        return List.copyOf(labels);
    }
}
