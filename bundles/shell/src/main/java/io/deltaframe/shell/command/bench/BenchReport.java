package io.deltaframe.shell.command.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.shell.output.JsonOutput;
import io.deltaframe.shell.output.OneLine;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/**
 * What was timed, on what, and the times.
 *
 * @param model        name and version of the model, or null for made-up weights
 * @param architecture the architecture in words
 * @param segments     segments a clip
 * @param inputSize    side of the frames in pixels
 * @param engine       name of the engine
 * @param description  what the engine runs on
 * @param threads      threads that were asked for, or null
 * @param repeat       clips timed
 * @param timing       the times
 */
record BenchReport(String model, String architecture, int segments, int inputSize, String engine, String description,
        Integer threads, int repeat, NetworkTiming timing) {

    /** Prints one JSON object on one line. */
    void json(PrintStream out) throws IOException {
        try (JsonGenerator json = JsonOutput.to(out)) {
            json.writeStartObject();
            json.writeStringField("model", model);
            json.writeStringField("architecture", architecture);
            json.writeNumberField("segments", segments);
            json.writeNumberField("inputSize", inputSize);
            json.writeStringField("engine", engine);
            json.writeStringField("description", description);
            json.writeFieldName("threads");
            if (threads == null) {
                json.writeNull();
            } else {
                json.writeNumber(threads);
            }
            json.writeNumberField("repeat", repeat);
            json.writeNumberField("compileMilliseconds", JsonOutput.micros(timing.compileMillis()));
            json.writeNumberField("firstClipMilliseconds", JsonOutput.micros(timing.firstClipMillis()));
            json.writeObjectFieldStart("milliseconds");
            write(json, "encode", timing.encode());
            write(json, "classify", timing.classify());
            write(json, "clip", timing.clip());
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, String part, Quantiles times) throws IOException {
        json.writeObjectFieldStart(part);
        json.writeNumberField("min", JsonOutput.micros(times.min()));
        json.writeNumberField("median", JsonOutput.micros(times.median()));
        json.writeNumberField("p95", JsonOutput.micros(times.p95()));
        json.writeEndObject();
    }

    /** Prints a table. */
    void table(PrintStream out) {
        out.println((model == null ? "made-up weights" : model) + ": " + architecture + ", " + segments + " segments, "
                + inputSize + "x" + inputSize + ", on " + engine + " (" + OneLine.of(description) + ")");
        out.println(String.format(Locale.ROOT, "compiled and warmed in %.2f s, first clip %.1f ms, then %d:",
                timing.compileMillis() / 1000, timing.firstClipMillis(), repeat));
        out.println();
        out.println(String.format(Locale.ROOT, "%-12s %9s %9s %9s", "milliseconds", "min", "median", "p95"));
        row(out, "encode", timing.encode());
        row(out, "classify", timing.classify());
        row(out, "clip", timing.clip());
        out.flush();
    }

    private static void row(PrintStream out, String part, Quantiles times) {
        out.println(String.format(Locale.ROOT, "%-12s %9.2f %9.2f %9.2f", part, times.min(), times.median(),
                times.p95()));
    }
}
