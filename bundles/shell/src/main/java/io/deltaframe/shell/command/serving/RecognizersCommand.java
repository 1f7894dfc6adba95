package io.deltaframe.shell.command.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.swap.SwitchStatus;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.output.JsonOutput;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.TextTable;
import io.deltaframe.shell.platform.Platform;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code recognizers}: what hosts find in the service registry. */
@Command(name = "recognizers", description = "List the recognizers with model and engine, what is not as it should be, and those that are not ready, with the reason.",
        optionListHeading = "%nOptions:%n")
public final class RecognizersCommand implements Callable<Integer> {

    private final CommandContext context;

    @Option(names = "--json", order = 9, description = "Print a JSON array instead of a table.")
    private boolean json;

    @Mixin
    private HelpOption help;

    public RecognizersCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        context.platform().awaitLoaded(Readiness.Kind.RECOGNIZER);
        List<Platform.RecognizerInfo> recognizers = context.platform().recognizers();
        List<Readiness> missing = context.platform().readiness(Readiness.Kind.RECOGNIZER).stream()
                .filter(r -> r.state() != Readiness.State.READY).toList();
        Map<String, String> notes = new HashMap<>();
        Map<String, String> pins = new HashMap<>();
        for (SwitchStatus status : context.platform().switches()) {
            pins.put(status.recognizer(), status.pinned());
            notes.put(status.recognizer(), Stream.of(status.pinned().isEmpty() ? "" : "pinned to " + status.pinned(), OneLine.of(status.reason()))
                    .filter(note -> !note.isEmpty()).collect(Collectors.joining("; ")));
        }
        if (json) {
            try (JsonGenerator array = JsonOutput.to(context.out())) {
                array.writeStartArray();
                for (Platform.RecognizerInfo recognizer : recognizers) {
                    array.writeStartObject();
                    array.writeStringField("name", recognizer.name());
                    array.writeStringField("state", Readiness.State.READY.name());
                    array.writeStringField("model", recognizer.model());
                    array.writeStringField("version", recognizer.version());
                    array.writeStringField("engine", recognizer.engine());
                    array.writeNumberField("segments", recognizer.segments());
                    array.writeNumberField("classes", recognizer.classes());
                    array.writeStringField("pinned", pins.getOrDefault(recognizer.name(), ""));
                    array.writeStringField("reason", notes.getOrDefault(recognizer.name(), ""));
                    array.writeEndObject();
                }
                for (Readiness readiness : missing) {
                    ReadinessJson.object(array, readiness);
                }
                array.writeEndArray();
            }
            return 0;
        }
        TextTable table = new TextTable("NAME", "STATE", "MODEL", "VERSION", "ENGINE", "SEGMENTS", "CLASSES", "REASON");
        for (Platform.RecognizerInfo recognizer : recognizers) {
            table.row(recognizer.name(), "READY", recognizer.model(), recognizer.version(), recognizer.engine(),
                    Integer.toString(recognizer.segments()), Integer.toString(recognizer.classes()), notes.getOrDefault(recognizer.name(), ""));
        }
        for (Readiness readiness : missing) {
            table.row(readiness.name(), readiness.state().name(), "", "", "", "", "", OneLine.of(readiness.reason()));
        }
        table.print(context.out());
        return 0;
    }
}
