package io.deltaframe.shell.command.recognize;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.Action;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.Timing;
import io.deltaframe.api.View;
import io.deltaframe.shell.output.JsonOutput;
import java.io.IOException;
import java.io.PrintStream;

/** A recognition as one JSON object on one line. */
final class RecognitionJson {

    private RecognitionJson() { }

    static void print(PrintStream out, Recognition recognition, int top, boolean logits) throws IOException {
        try (JsonGenerator json = JsonOutput.to(out)) {
            json.writeStartObject();
            json.writeStringField("video", recognition.video());
            json.writeNumberField("frames", recognition.frames());
            json.writeFieldName("model");
            model(json, recognition.model());
            json.writeStringField("engine", recognition.engine());
            json.writeNumberField("views", recognition.views().size());
            json.writeNumberField("clips", recognition.views().stream().map(View::clip).distinct().count());
            json.writeNumberField("crops", recognition.views().stream().map(View::crop).distinct().count());
            Timing timing = recognition.timing();
            json.writeObjectFieldStart("milliseconds");
            json.writeNumberField("decode", JsonOutput.micros(timing.decode()));
            json.writeNumberField("preprocess", JsonOutput.micros(timing.preprocess()));
            json.writeNumberField("inference", JsonOutput.micros(timing.inference()));
            json.writeEndObject();
            json.writeArrayFieldStart("results");
            for (Action action : recognition.top(top)) {
                json.writeStartObject();
                json.writeNumberField("index", action.index());
                json.writeStringField("label", action.label());
                json.writeNumberField("score", action.score());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (logits) {
                json.writeArrayFieldStart("logits");
                for (float logit : recognition.logits()) {
                    json.writeNumber(logit);
                }
                json.writeEndArray();
            }
            JsonOutput.texts(json, "warnings", recognition.warnings());
            json.writeEndObject();
        }
    }

    private static void model(JsonGenerator json, ModelInfo model) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", model.name());
        json.writeStringField("version", model.version());
        json.writeStringField("sha256", model.sha256());
        json.writeNumberField("segments", model.segments());
        json.writeNumberField("inputSize", model.inputSize());
        if (!model.members().isEmpty()) {
            json.writeArrayFieldStart("members");
            for (ModelInfo member : model.members()) {
                model(json, member);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
