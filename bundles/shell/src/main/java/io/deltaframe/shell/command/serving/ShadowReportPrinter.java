package io.deltaframe.shell.command.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.swap.Latency;
import io.deltaframe.api.swap.ShadowReport;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.TextTable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** A comparison of two models, for people and for programs. */
final class ShadowReportPrinter {

    private ShadowReportPrinter() { }

    static void print(ShadowReport report, PrintStream out) {
        out.println(report.candidate() + " on " + report.engine() + " beside " + report.current() + " of "
                + report.recognizer());
        out.println(report.compared() + " calls compared, " + report.dropped() + " dropped, " + report.failed()
                + " failed; ended " + switch (report.ending()) {
                    case CALLS -> "after as many as asked for";
                    case TIME -> "with the time";
                    case SWAPPED -> "because the recognizer was swapped";
                });
        if (!report.failure().isEmpty()) {
            out.println("last failure: " + OneLine.of(report.failure()));
        }
        if (report.compared() > 0) {
            out.println(String.format(Locale.ROOT, "best action the same: %d of %d (%.1f %%)", report.agreed(),
                    report.compared(), 100.0 * report.agreed() / report.compared()));
            out.println("largest difference of a score: "
                    + (report.sameLabels() ? String.format(Locale.ROOT, "%.4f", report.scoreDifference())
                            : "not comparable, the labels differ"));
            out.println();
            new TextTable("MODEL", "MEDIAN", "95 %", "LONGEST")
                    .row(row(report.current(), report.currentLatency()))
                    .row(row(report.candidate(), report.latency())).print(out);
        }
    }

    private static String[] row(String model, Latency latency) {
        return new String[] {model, milliseconds(latency.median()), milliseconds(latency.p95()),
                milliseconds(latency.longest())};
    }

    private static String milliseconds(double value) {
        return String.format(Locale.ROOT, "%.1f ms", value);
    }

    static void json(JsonGenerator json, ShadowReport report) throws IOException {
        json.writeStartObject();
        json.writeStringField("recognizer", report.recognizer());
        json.writeStringField("current", report.current());
        json.writeStringField("candidate", report.candidate());
        json.writeStringField("engine", report.engine());
        json.writeStringField("ending", report.ending().name());
        json.writeNumberField("compared", report.compared());
        json.writeNumberField("dropped", report.dropped());
        json.writeNumberField("failed", report.failed());
        json.writeStringField("failure", OneLine.of(report.failure()));
        json.writeNumberField("agreed", report.agreed());
        json.writeBooleanField("sameLabels", report.sameLabels());
        number(json, "scoreDifference", report.scoreDifference());
        json.writeObjectFieldStart("milliseconds");
        latency(json, "current", report.currentLatency());
        latency(json, "candidate", report.latency());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void latency(JsonGenerator json, String name, Latency latency) throws IOException {
        json.writeObjectFieldStart(name);
        number(json, "median", latency.median());
        number(json, "p95", latency.p95());
        number(json, "longest", latency.longest());
        json.writeEndObject();
    }

    /** JSON has no word for what is not a number but null. */
    private static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
