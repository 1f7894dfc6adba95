package io.deltaframe.recognizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Names of a model's classes where no file names them: in its metadata, or nowhere. */
final class Labels {

    private static final JsonFactory JSON = new JsonFactory();

    private Labels() { }

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
