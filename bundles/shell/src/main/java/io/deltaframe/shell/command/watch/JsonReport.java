package io.deltaframe.shell.command.watch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.Action;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.shell.output.JsonOutput;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/** A JSON object a line. */
final class JsonReport implements Report {

    private final PrintStream out;
    private final boolean windows;
    /** Of the last window of each camera: events are of the same engine. */
    private final Map<String, String> engines = new HashMap<>();

    JsonReport(PrintStream out, boolean windows) {
        this.out = out;
        this.windows = windows;
    }

    @Override
    public void window(WindowResult window) throws IOException {
        engines.put(window.session(), window.engine());
        if (!windows) {
            return;
        }
        try (JsonGenerator json = JsonOutput.to(out)) {
            begin(json, "window", window.session());
            if (window.actions().isEmpty()) {
                json.writeNullField("label");
                json.writeNullField("score");
            } else {
                action(json, window.actions().getFirst().label(), window.actions().getFirst().score());
            }
            times(json, window.start(), window.end(), window.wallEnd());
            by(json, window.model(), window.engine());
            json.writeNumberField("number", window.number());
            json.writeNumberField("epoch", window.epoch());
            json.writeBooleanField("partial", window.partial());
            json.writeStringField("clock", window.timeBase() == WindowResult.TimeBase.STREAM ? "stream" : "wall");
            json.writeNumberField("lag", Report.seconds(window.latency()));
            json.writeNumberField("shared", window.shared());
            json.writeStringField("inference", window.inference().name());
            json.writeBooleanField("gated", window.gated());
            json.writeArrayFieldStart("actions");
            for (Action action : window.actions()) {
                json.writeStartObject();
                action(json, action.label(), action.score());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    @Override
    public void started(ActionEvent event) throws IOException {
        event("start", event, event.wallStart(), event.startModel());
    }

    @Override
    public void ended(ActionEvent event) throws IOException {
        event("end", event, event.wallEnd(), event.endModel());
    }

    private void event(String type, ActionEvent event, Instant wall, ModelInfo model) throws IOException {
        try (JsonGenerator json = JsonOutput.to(out)) {
            begin(json, type, event.session());
            action(json, event.label(), event.score());
            times(json, event.start(), event.end(), wall);
            by(json, model, engines.getOrDefault(event.session(), ""));
            json.writeStringField("id", event.id());
            json.writeNumberField("epoch", event.epoch());
            if (event.ending() != ActionEvent.Ending.NONE) {
                json.writeNumberField("peak", event.peakScore());
                json.writeNumberField("peak_at", Report.seconds(event.peak()));
                json.writeStringField("ending", event.ending().name());
                json.writeStringField("reason", event.reason());
            }
            json.writeEndObject();
        }
    }

    @Override
    public void source(SourceEvent event) throws IOException {
        try (JsonGenerator json = JsonOutput.to(out)) {
            begin(json, "source", event.session());
            json.writeStringField("state", event.state().name());
            json.writeStringField("reason", event.reason());
            json.writeStringField("wall", wall(event.time()));
            json.writeEndObject();
        }
    }

    @Override
    public void summary(Summary summary) throws IOException {
        try (JsonGenerator json = JsonOutput.to(out)) {
            json.writeStartObject();
            json.writeStringField("type", "summary");
            json.writeNumberField("windows", summary.windows());
            json.writeNumberField("dropped", summary.dropped());
            json.writeNumberField("gated", summary.gated());
            json.writeNumberField("missed", summary.missed());
            json.writeNumberField("events", summary.events());
            json.writeNumberField("lag_p95", Report.seconds(summary.lagP95()));
            json.writeEndObject();
        }
    }

    private static void begin(JsonGenerator json, String type, String camera) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeStringField("camera", camera);
    }

    private static void action(JsonGenerator json, String label, double score) throws IOException {
        json.writeStringField("label", label);
        json.writeNumberField("score", score);
    }

    private static void times(JsonGenerator json, Duration start, Duration end, Instant wall) throws IOException {
        json.writeNumberField("start", Report.seconds(start));
        json.writeNumberField("end", Report.seconds(end));
        json.writeStringField("wall", wall(wall));
    }

    private static void by(JsonGenerator json, ModelInfo model, String engine) throws IOException {
        json.writeStringField("model", model.name());
        json.writeStringField("version", model.version());
        json.writeStringField("engine", engine);
    }

    private static String wall(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
