package io.deltaframe.shell.command.teach;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.teach.LearnerResult;
import io.deltaframe.api.teach.TeachingReport;
import io.deltaframe.shell.output.JsonOutput;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** The report of a lesson for programs. What was not measured is null. */
final class ReportJson {

    private ReportJson() { }

    static void print(PrintStream out, TeachingReport report) throws IOException {
        try (JsonGenerator json = JsonOutput.to(out)) {
            json.writeStartObject();
            json.writeStringField("file", report.file());
            json.writeStringField("sha256", report.sha256());
            JsonOutput.texts(json, "labels", report.labels());
            json.writeStringField("learner", report.learner());
            json.writeArrayFieldStart("learners");
            for (LearnerResult result : report.learners()) {
                json.writeStartObject();
                json.writeStringField("learner", result.learner());
                number(json, "accuracy", result.accuracy());
                json.writeBooleanField("head", result.head());
                json.writeStringField("note", result.note());
                json.writeEndObject();
            }
            json.writeEndArray();
            JsonOutput.texts(json, "actions", report.actions());
            json.writeFieldName("clips");
            row(json, report.clips());
            json.writeArrayFieldStart("confusion");
            for (List<Integer> counts : report.confusion()) {
                row(json, counts);
            }
            json.writeEndArray();
            json.writeNumberField("negativeHours", report.negativeHours());
            number(json, "falseAlarmsPerHour", report.falseAlarmsPerHour());
            number(json, "mostFalseAlarmsPerHour", report.mostFalseAlarms());
            JsonOutput.texts(json, "suspicious", report.suspicious());
            JsonOutput.texts(json, "unreadable", report.unreadable());
            JsonOutput.texts(json, "warnings", report.warnings());
            json.writeEndObject();
        }
    }

    private static void row(JsonGenerator json, List<Integer> numbers) throws IOException {
        json.writeStartArray();
        for (int number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
