package io.deltaframe.evaluation.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.deltaframe.api.ModelInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/**
 * What an evaluation of windows found. Immutable.
 *
 * @param model      that saw them
 * @param engine     name of the engine it ran on
 * @param window     length of a window
 * @param hop        from one window's start to the next one's
 * @param videos     videos of the list
 * @param unreadable videos that could not be read, and why
 * @param brief     videos that are too short for a second window, and so say nothing
 * @param agreements for each number of segments
 */
public record StreamResults(ModelInfo model, String engine, Duration window, Duration hop, int videos,
                            List<String> unreadable, int brief, List<WindowAgreement> agreements) {

    /** Keeps the lists as they are now. */
    public StreamResults {
        unreadable = List.copyOf(unreadable);
        agreements = List.copyOf(agreements);
    }

    /**
     * Writes a JSON object.
     *
     * @param out where to; not closed
     * @throws IOException if it cannot be written
     */
    public void write(OutputStream out) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("model", model.name());
            json.writeStringField("version", model.version());
            json.writeStringField("sha256", model.sha256());
            json.writeStringField("engine", engine);
            json.writeNumberField("window", window.toNanos() / 1e9);
            json.writeNumberField("hop", hop.toNanos() / 1e9);
            json.writeNumberField("videos", videos);
            json.writeNumberField("tooShort", brief);
            json.writeArrayFieldStart("unreadable");
            for (String each : unreadable) {
                json.writeString(each);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("incremental");
            for (WindowAgreement each : agreements) {
                json.writeStartObject();
                json.writeNumberField("segments", each.recomputed());
                json.writeNumberField("windows", each.windows());
                json.writeNumberField("sameLabel", each.agreement());
                json.writeNumberField("scoreDifference", each.difference());
                json.writeNumberField("accuracy", each.accuracy());
                json.writeNumberField("exactAccuracy", each.exactAccuracy());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }
}
