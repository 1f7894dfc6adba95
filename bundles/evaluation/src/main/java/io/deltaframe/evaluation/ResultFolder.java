package io.deltaframe.evaluation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of an evaluation. Whole files are written beside their place and then moved there, so that none is ever
 * half written.
 */
final class ResultFolder {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String SETTINGS = "settings.json";
    private static final String SCORES = "scores.jsonl";
    private static final String SUMMARY = "summary.json";
    private static final String CONFUSION_TABLE = "confusion.csv";
    private static final String CONFUSION_PICTURE = "confusion.png";

    private final Path folder;

    ResultFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens the folder for an evaluation.
     *
     * @param protocol the evaluation's
     * @param restart  whether to forget what is there
     * @return the scores so far, for the caller to close
     * @throws EvaluationException if there are results of another protocol, or another evaluation writes here
     */
    ScoresFile open(Protocol protocol, boolean restart) throws IOException, EvaluationException {
        Files.createDirectories(folder);
        ScoresFile scores = ScoresFile.open(folder.resolve(SCORES));
        boolean opened = false;
        try {
            Path settings = folder.resolve(SETTINGS);
            if (restart) {
                scores.clear();
                Files.deleteIfExists(settings);
            }
            for (String file : List.of(SUMMARY, CONFUSION_TABLE, CONFUSION_PICTURE)) {
                Files.deleteIfExists(folder.resolve(file));
            }
            if (Files.exists(settings)) {
                List<String> differences = protocol.differences(read(settings));
                if (!differences.isEmpty()) {
                    throw new EvaluationException(folder + " has results of other settings: "
                            + String.join(", ", differences) + "; give another folder, or --restart to forget them");
                }
            } else if (!scores.isEmpty()) {
                throw new EvaluationException(folder + " has scores but no " + SETTINGS
                        + " to tell what they are of; give another folder, or --restart to forget them");
            } else {
                replace(SETTINGS, json(protocol.settings()));
            }
            opened = true;
            return scores;
        } finally {
            if (!opened) {
                scores.close();
            }
        }
    }

    void write(Results results) throws IOException {
        replace(CONFUSION_TABLE, ConfusionMatrix.csv(results.metrics().confusion(), results.protocol().model().labels())
                .getBytes(StandardCharsets.UTF_8));
        replace(CONFUSION_PICTURE, ConfusionMatrix.png(results.metrics().confusion()));
        replace(SUMMARY, SummaryJson.of(results));
    }

    private void replace(String name, byte[] content) throws IOException {
        Path beside = folder.resolve(name + ".part");
        Files.write(beside, content);
        Files.move(beside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] json(Map<String, String> settings) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                json.writeStringField(setting.getKey(), setting.getValue());
            }
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static Map<String, String> read(Path file) throws IOException, EvaluationException {
        Map<String, String> settings = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(Files.readAllBytes(file))) {
            boolean object = json.nextToken() == JsonToken.START_OBJECT;
            while (object && json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                settings.put(key, json.getText());
            }
        } catch (JsonProcessingException e) {
            throw new EvaluationException(file + ": expected a JSON object of settings, found " + e.getOriginalMessage()
                    + "; --restart forgets the results it belongs to", e);
        }
        return settings;
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
