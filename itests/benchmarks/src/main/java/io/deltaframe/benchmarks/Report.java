package io.deltaframe.benchmarks;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.benchmarks.Table.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a suite found: tables, printed when they are done, and written to {@code SUITE.json} at the end. */
public final class Report implements AutoCloseable {

    private final String suite;
    private final List<Table> tables = new ArrayList<>();
    private final Table figures = new Table("Figures and targets", Column.text("what"), new Column("measured", "%.3f"),
            Column.text("target"), Column.text(""));

    /**
     * An empty report.
     *
     * @param suite name of the suite
     */
    public Report(String suite) {
        this.suite = suite;
        System.out.println(Machine.describe());
        System.out.println();
    }

    /**
     * Prints a table and keeps it.
     *
     * @param table complete
     */
    public void add(Table table) {
        tables.add(table);
        System.out.println(table);
    }

    /**
     * Adds a figure with a target to the last table.
     *
     * @param what   what was measured, with its unit
     * @param figure the figure
     * @param target what it should be
     */
    public void figure(String what, double figure, Target target) {
        figures.row(what, figure, target.toString(), target.verdict(figure));
    }

    /**
     * Adds a figure without a target to the last table.
     *
     * @param what   what was measured, with its unit
     * @param figure the figure
     */
    public void figure(String what, double figure) {
        figures.row(what, figure, "", "");
    }

    /**
     * Adds how much the machine was busy with other things, which says how far ratios can be trusted.
     *
     * @param times all that was measured in turn; at least one
     */
    public void conditions(List<Times> times) {
        figure("threads waited for a processor, share of a turn",
                times.stream().mapToDouble(Times::waited).max().orElseThrow(), Target.atMost(InTurn.DISTURBED));
    }

    /** Prints the figures and writes everything. */
    @Override
    public void close() throws IOException {
        if (!figures.rows().isEmpty()) {
            add(figures);
        }
        Path file = Settings.output().resolve(suite + ".json");
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (JsonGenerator json =
                new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("suite", suite);
            json.writeStringField("machine", Machine.describe());
            json.writeArrayFieldStart("tables");
            for (Table table : tables) {
                write(json, table);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Table table) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", table.title());
        json.writeArrayFieldStart("rows");
        for (List<Object> row : table.rows()) {
            json.writeStartObject();
            for (int c = 0; c < row.size(); c++) {
                String name = table.columns().get(c).name();
                json.writeFieldName(name.isEmpty() ? "verdict" : name);
                if (row.get(c) instanceof Number number) {
                    json.writeNumber(number.doubleValue());
                } else {
                    json.writeString(row.get(c).toString());
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
