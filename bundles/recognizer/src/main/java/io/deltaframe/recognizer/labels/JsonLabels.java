package io.deltaframe.recognizer.labels;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Labels in JSON: an array of names, an object of names to numbers, or one of numbers to names. */
final class JsonLabels {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String EXPECTED = "expected a JSON array of names or an object of names and class numbers, "
            + "found ";
    private static final String EXPECTED_ARRAY = "expected a JSON array of names, found ";

    private JsonLabels() { }

    static List<String> parse(String text, String file) throws IOException {
        return parse(text, file, EXPECTED,
                parser -> parser.nextToken() == JsonToken.START_ARRAY ? array(parser, file) : object(parser, file));
    }

    static List<String> parseArray(String text, String file) throws IOException {
        return parse(text, file, EXPECTED_ARRAY, parser -> {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException(file + ": " + EXPECTED_ARRAY
                        + kind(parser.currentToken()));
            }
            return array(parser, file);
        });
    }

    /** Reads the value a text consists of. */
    private interface ValueReader {
        List<String> read(JsonParser parser) throws IOException;
    }

    private static List<String> parse(String text, String file, String expected, ValueReader value) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            List<String> labels = value.read(parser);
            if (parser.nextToken() != null) {
                throw new IOException(file + ": expected nothing behind the JSON value, found "
                        + kind(parser.currentToken()));
            }
            if (labels.isEmpty()) {
                throw new IOException(file + ": " + expected + "an empty one");
            }
            return labels;
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": " + expected + Quoted.of(e.getOriginalMessage()) + " in line "
                    + e.getLocation().getLineNr(), e);
        }
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case null -> "nothing";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING, FIELD_NAME -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            case END_OBJECT, END_ARRAY, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "an end";
        };
    }

    private static List<String> array(JsonParser parser, String file) throws IOException {
        List<String> labels = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getText().isBlank()) {
                throw new IOException(file + ": expected a name as element " + labels.size()
                        + " of the JSON array, found " + (parser.currentToken() == JsonToken.VALUE_STRING
                                ? "a blank one" : kind(parser.currentToken())));
            }
            labels.add(parser.getText().strip());
        }
        return List.copyOf(labels);
    }

    /** Numbers may stand in quotes, as in Something-Something's file; names of Kinetics' carry quotes of their own. */
    private static List<String> object(JsonParser parser, String file) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            names.add(parser.currentName());
            JsonToken value = parser.nextToken();
            if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT) {
                throw new IOException(file + ": " + EXPECTED + kind(value) + " for '" + Quoted.of(names.getLast())
                        + "'");
            }
            values.add(parser.getText());
        }
        boolean numbersFirst = !values.stream().allMatch(TableLabels::isNumber);
        if (numbersFirst && !names.stream().allMatch(TableLabels::isNumber)) {
            String odd = values.stream().filter(value -> !TableLabels.isNumber(value)).findFirst().orElseThrow();
            throw new IOException(file + ": expected the number of a class with every name, found '"
                    + Quoted.of(odd) + "'");
        }
        NumberedLabels labels = new NumberedLabels(file);
        for (int i = 0; i < names.size(); i++) {
            String number = numbersFirst ? names.get(i) : values.get(i);
            String label = numbersFirst ? values.get(i) : names.get(i);
            labels.put(Integer.parseInt(number.strip()), TableLabels.unquoted(label.strip()));
        }
        return labels.inOrder();
    }
}
