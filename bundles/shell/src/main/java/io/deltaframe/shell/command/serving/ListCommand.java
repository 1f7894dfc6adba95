package io.deltaframe.shell.command.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.output.JsonOutput;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.TextTable;
import io.deltaframe.shell.platform.Platform;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Lists the parts of one kind: those in service, and after them those that are not as they should be, with the reason.
 * The first column is the name, the second the state, the last what there is to say.
 *
 * @param <P> what is known about a part in service
 */
abstract class ListCommand<P> implements Callable<Integer> {

    private final CommandContext context;
    private final Readiness.Kind kind;
    private final String[] heading;

    @Option(names = "--json", order = 90, description = "Print a JSON array instead of a table.")
    private boolean json;

    @Mixin
    private HelpOption help;

    ListCommand(CommandContext context, Readiness.Kind kind, String... heading) {
        this.context = context;
        this.kind = kind;
        this.heading = heading;
    }

    /** {@return the parts in service, in the order to list them} */
    abstract List<P> inService(Platform platform);

    /** {@return a cell for each column} */
    abstract String[] row(P part);

    /** Writes the fields of a JSON object. */
    abstract void write(JsonGenerator object, P part) throws IOException;

    /** {@return whether a part is listed after those in service} */
    boolean isListed(Readiness readiness) {
        return readiness.state() != Readiness.State.READY;
    }

    @Override
    public final Integer call() throws InterruptedException, IOException {
        Platform platform = context.platform();
        platform.awaitLoaded(kind);
        List<P> parts = inService(platform);
        List<Readiness> others = platform.readiness(kind).stream().filter(this::isListed).toList();
        if (json) {
            printArray(parts, others);
        } else {
            printTable(parts, others);
        }
        return 0;
    }

    private void printArray(List<P> parts, List<Readiness> others) throws IOException {
        try (JsonGenerator array = JsonOutput.to(context.out())) {
            array.writeStartArray();
            for (P part : parts) {
                array.writeStartObject();
                write(array, part);
                array.writeEndObject();
            }
            for (Readiness other : others) {
                array.writeStartObject();
                array.writeStringField("name", other.name());
                array.writeStringField("state", other.state().name());
                array.writeStringField("reason", other.reason());
                array.writeEndObject();
            }
            array.writeEndArray();
        }
    }

    private void printTable(List<P> parts, List<Readiness> others) {
        TextTable table = new TextTable(heading);
        parts.forEach(part -> table.row(row(part)));
        for (Readiness other : others) {
            String[] row = new String[heading.length];
            Arrays.fill(row, "");
            row[0] = other.name();
            row[1] = other.state().name();
            row[row.length - 1] = OneLine.of(other.reason());
            table.row(row);
        }
        table.print(context.out());
    }
}
