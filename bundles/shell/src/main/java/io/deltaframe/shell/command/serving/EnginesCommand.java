package io.deltaframe.shell.command.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.platform.Platform;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code engines}: what can be recognised on. */
@Command(name = "engines",
        description = "List the engines, the preferred first, and those that do not start, with the reason.",
        optionListHeading = "%nOptions:%n")
public final class EnginesCommand extends ListCommand<Platform.EngineInfo> {

    public EnginesCommand(CommandContext context) {
        super(context, Readiness.Kind.ENGINE, "NAME", "STATE", "DESCRIPTION");
    }

    @Override
    List<Platform.EngineInfo> inService(Platform platform) {
        return platform.engines();
    }

    @Override
    String[] row(Platform.EngineInfo engine) {
        return new String[] {engine.name(), Readiness.State.READY.name(), OneLine.of(engine.description())};
    }

    @Override
    void write(JsonGenerator json, Platform.EngineInfo engine) throws IOException {
        json.writeStringField("name", engine.name());
        json.writeStringField("state", Readiness.State.READY.name());
        json.writeStringField("description", engine.description());
    }
}
