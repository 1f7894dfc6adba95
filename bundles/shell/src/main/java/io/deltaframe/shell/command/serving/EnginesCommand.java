package io.deltaframe.shell.command.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.output.JsonOutput;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.TextTable;
import io.deltaframe.shell.platform.Platform;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engines}: what can be recognised on. */
@Command(name = "engines", description = "List the engines, the preferred first, and those that do not start, with the reason.",
        optionListHeading = "%nOptions:%n")
public final class EnginesCommand implements Callable<Integer> {

    private final CommandContext context;

    @Option(names = "--json", order = 9, description = "Print a JSON array instead of a table.")
    private boolean json;

    @Mixin
    private HelpOption help;

    public EnginesCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        context.platform().awaitLoaded(Readiness.Kind.ENGINE);
        List<Platform.EngineInfo> engines = context.platform().engines();
        List<Readiness> missing = context.platform().readiness(Readiness.Kind.ENGINE).stream()
                .filter(r -> r.state() != Readiness.State.READY).toList();
        if (json) {
            try (JsonGenerator array = JsonOutput.to(context.out())) {
                array.writeStartArray();
                for (Platform.EngineInfo engine : engines) {
                    array.writeStartObject();
                    array.writeStringField("name", engine.name());
                    array.writeStringField("state", Readiness.State.READY.name());
                    array.writeStringField("description", engine.description());
                    array.writeEndObject();
                }
                for (Readiness readiness : missing) {
                    ReadinessJson.object(array, readiness);
                }
                array.writeEndArray();
            }
            return 0;
        }
        TextTable table = new TextTable("NAME", "STATE", "DESCRIPTION");
        for (Platform.EngineInfo engine : engines) {
            table.row(engine.name(), "READY", OneLine.of(engine.description()));
        }
        for (Readiness readiness : missing) {
            table.row(readiness.name(), readiness.state().name(), OneLine.of(readiness.reason()));
        }
        table.print(context.out());
        return 0;
    }
}
