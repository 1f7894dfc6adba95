package io.deltaframe.recognizer.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Names of a model's classes where no file names them: in its metadata, or nowhere. */
public final class ClassLabels {

    private static final JsonFactory JSON = new JsonFactory();

    private ClassLabels() { }

    /**
     * {@return the labels of a JSON array of strings}
     *
     * @param json text
     * @param name of where it is, for messages
     * @throws IOException if it is something else
     */
    public static List<String> ofJson(String json, String name) throws IOException {
        List<String> labels = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            boolean array = parser.nextToken() == JsonToken.START_ARRAY;
            while (array && parser.nextToken() == JsonToken.VALUE_STRING) {
                labels.add(parser.getText());
            }
            if (!array || parser.currentToken() != JsonToken.END_ARRAY || parser.nextToken() != null) {
                throw new IOException(name + ": expected a JSON array of strings, found something else after "
                        + labels.size() + " strings");
            }
        } catch (JsonProcessingException e) {
            throw new IOException(name + ": expected a JSON array of strings, found " + e.getOriginalMessage(), e);
        }
        return labels;
    }

    /**
     * {@return the SHA-256 by which two models' labels are told to be the same: of the labels in UTF-8, each ended by a line feed}
     *
     * @param labels in the order of the classes
     */
    public static String sha256(List<String> labels) {
        return Sha256.sha256(labels.stream().map(label -> label + "\n").collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8));
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
