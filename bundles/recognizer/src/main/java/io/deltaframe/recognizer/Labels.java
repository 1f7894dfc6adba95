package io.deltaframe.recognizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads the names of a model's classes. */
final class Labels {

    private static final JsonFactory JSON = new JsonFactory();

    private Labels() { }

    /**
     * {@return the labels of a file: one a line, in the order of the classes; empty lines at the end do not count}
     *
     * @param utf8 content of the file
     * @param name of the file, for messages
     * @throws IOException if it is not UTF-8, or has an empty line among its labels
     */
    static List<String> ofLines(byte[] utf8, String name) throws IOException {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException(name + ": expected labels in UTF-8, found bytes that are not", e);
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        List<String> labels = text.stripTrailing().lines().map(String::strip).toList();
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).isEmpty()) {
                throw new IOException(name + ": expected one label a line, found line " + (i + 1) + " empty");
            }
        }
        return labels;
    }

    /**
     * {@return the labels of a JSON array of strings}
     *
     * @param json text
     * @param name of where it is, for messages
     * @throws IOException if it is something else
     */
    static List<String> ofJson(String json, String name) throws IOException {
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
     * {@return labels for a model that names none: {@code class 0} and so on}
     *
     * @param classes number of classes
     */
    static List<String> numbered(int classes) {
        return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }
}
