package io.deltaframe.evaluation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.deltaframe.api.ModelInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Results in JSON: every setting, every model with its digest, the environment, and the numbers. */
final class SummaryJson {

    private static final JsonFactory JSON = new JsonFactory();

    private SummaryJson() { }

    static byte[] of(Results results) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            numbers(json, results.metrics());
            texts(json, "settings", results.protocol().settings());
            json.writeArrayFieldStart("models");
            for (ModelInfo model : results.protocol().models()) {
                model(json, model);
            }
            json.writeEndArray();
            confusions(json, results);
            json.writeArrayFieldStart("unreadable");
            for (EvaluationMetrics.Unreadable video : results.metrics().unreadable()) {
                json.writeStartObject();
                json.writeNumberField("line", video.line());
                json.writeStringField("path", video.path());
                json.writeStringField("reason", video.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("oddities");
            for (String oddity : results.protocol().list().oddities()) {
                json.writeString(oddity);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("run");
            json.writeNumberField("workers", results.workers());
            json.writeNumberField("resumedAfter", results.resumed());
            json.writeNumberField("seconds", results.seconds());
            json.writeEndObject();
            texts(json, "environment", results.environment());
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void numbers(JsonGenerator json, EvaluationMetrics metrics) throws IOException {
        json.writeNumberField("videos", metrics.done());
        json.writeNumberField("recognised", metrics.scored());
        json.writeNumberField("unreadableCount", metrics.unreadable().size());
        json.writeNumberField("warned", metrics.warned());
        json.writeNumberField("prec@1", metrics.precision1());
        json.writeNumberField("prec@5", metrics.precision5());
        json.writeNumberField("prec@1OfAll", metrics.precision1OfAll());
        json.writeNumberField("prec@5OfAll", metrics.precision5OfAll());
        json.writeNumberField("classAccuracy", metrics.classAccuracy());
    }

    private static void texts(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }

    private static void model(JsonGenerator json, ModelInfo model) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", model.name());
        json.writeStringField("version", model.version());
        json.writeStringField("sha256", model.sha256());
        json.writeStringField("architecture", model.architecture());
        json.writeNumberField("segments", model.segments());
        json.writeNumberField("inputSize", model.inputSize());
        json.writeNumberField("resizeShortSide", model.resizeShortSide());
        json.writeNumberField("classes", model.labels().size());
        json.writeStringField("provenance", model.provenance());
        json.writeStringField("license", model.license());
        json.writeEndObject();
    }

    private static void confusions(JsonGenerator json, Results results) throws IOException {
        List<String> labels = results.protocol().model().labels();
        json.writeArrayFieldStart("mostConfused");
        for (EvaluationMetrics.Confusion pair : results.confusions()) {
            json.writeStartObject();
            json.writeNumberField("label", pair.label());
            json.writeStringField("name", labels.get(pair.label()));
            json.writeNumberField("prediction", pair.prediction());
            json.writeStringField("takenFor", labels.get(pair.prediction()));
            json.writeNumberField("videos", pair.videos());
            json.writeNumberField("share", pair.share());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
