package io.deltaframe.shell.command.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.swap.SwitchStatus;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.platform.Platform;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code recognizers}: what hosts find in the service registry. */
@Command(name = "recognizers",
        description = "List the recognizers with model and engine, what is not as it should be, and those that are "
                + "not ready, with the "
                + "reason.",
        optionListHeading = "%nOptions:%n")
public final class RecognizersCommand extends ListCommand<RecognizersCommand.RecognizerInUse> {

    /**
     * A recognizer in service.
     *
     * @param recognizer the recognizer
     * @param pinned     model it is pinned to by hand, or empty
     * @param note       what it is pinned to and what is not as it should be, or empty
     */
    record RecognizerInUse(Platform.RecognizerInfo recognizer, String pinned, String note) { }

    public RecognizersCommand(CommandContext context) {
        super(context, Readiness.Kind.RECOGNIZER, "NAME", "STATE", "MODEL", "VERSION", "ENGINE", "SEGMENTS", "CLASSES",
                "REASON");
    }

    @Override
    List<RecognizerInUse> inService(Platform platform) {
        List<Platform.RecognizerInfo> recognizers = platform.recognizers();
        Map<String, SwitchStatus> switches = new HashMap<>();
        platform.switches().forEach(status -> switches.put(status.recognizer(), status));
        return recognizers.stream().map(recognizer -> {
            SwitchStatus status = switches.get(recognizer.name());
            return status == null ? new RecognizerInUse(recognizer, "", "")
                    : new RecognizerInUse(recognizer, status.pinned(), note(status));
        }).toList();
    }

    private static String note(SwitchStatus status) {
        return Stream.of(status.pinned().isEmpty() ? "" : "pinned to " + status.pinned(), OneLine.of(status.reason()))
                .filter(note -> !note.isEmpty()).collect(Collectors.joining("; "));
    }

    @Override
    String[] row(RecognizerInUse used) {
        Platform.RecognizerInfo recognizer = used.recognizer();
        return new String[] {recognizer.name(), Readiness.State.READY.name(), recognizer.model(), recognizer.version(),
            recognizer.engine(), Integer.toString(recognizer.segments()), Integer.toString(recognizer.classes()),
            used.note()};
    }

    @Override
    void write(JsonGenerator json, RecognizerInUse used) throws IOException {
        Platform.RecognizerInfo recognizer = used.recognizer();
        json.writeStringField("name", recognizer.name());
        json.writeStringField("state", Readiness.State.READY.name());
        json.writeStringField("model", recognizer.model());
        json.writeStringField("version", recognizer.version());
        json.writeStringField("engine", recognizer.engine());
        json.writeNumberField("segments", recognizer.segments());
        json.writeNumberField("classes", recognizer.classes());
        json.writeStringField("pinned", used.pinned());
        json.writeStringField("reason", used.note());
    }
}
