package io.deltaframe.shell.command.watch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.output.JsonOutput;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.TextTable;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.ServiceHandle;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cameras}: where the live sessions stand. */
@Command(name = "cameras",
        description = "List the live sessions: state, frames, windows, and why one does not say as much as it should; "
                + "and cameras that are configured wrongly, FAILED.",
        optionListHeading = "%nOptions:%n")
public final class CamerasCommand implements Callable<Integer> {

    private final CommandContext context;

    @Option(names = "--json", order = 90, description = "Print a JSON array instead of a table.")
    private boolean json;

    @Mixin
    private HelpOption help;

    public CamerasCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException, InterruptedException, IOException {
        List<LiveStatus> cameras;
        List<Readiness> unusable = context.platform().readiness(Readiness.Kind.CAMERA).stream()
                .filter(camera -> camera.state() == Readiness.State.FAILED).toList();
        try (ServiceHandle<LiveSessions> live = context.platform().live()) {
            cameras = live.get().status();
        }
        if (json) {
            try (JsonGenerator array = JsonOutput.to(context.out())) {
                array.writeStartArray();
                for (LiveStatus camera : cameras) {
                    write(array, camera);
                }
                for (Readiness camera : unusable) {
                    array.writeStartObject();
                    array.writeStringField("name", camera.name());
                    array.writeStringField("state", camera.state().name());
                    array.writeStringField("reason", camera.reason());
                    array.writeEndObject();
                }
                array.writeEndArray();
            }
        } else {
            TextTable table = new TextTable("NAME", "STATE", "FPS", "LAG MS", "WINDOWS", "DROPPED", "GATED", "EVENTS",
                    "MIB", "MODEL", "REASON");
            cameras.forEach(camera -> table.row(camera.session(), camera.source().name(),
                    String.format(Locale.ROOT, "%.1f", camera.framesPerSecond()), "" + camera.lagP95().toMillis(),
                    "" + camera.windows(), "" + camera.dropped(), "" + camera.gated(), "" + camera.events(),
                    "" + (camera.bytes() >> 20), camera.recognizer(), OneLine.of(camera.reason())));
            unusable.forEach(camera -> table.row(camera.name(), camera.state().name(), "", "", "", "", "", "", "", "",
                    OneLine.of(camera.reason())));
            table.print(context.out());
        }
        return 0;
    }

    private static void write(JsonGenerator array, LiveStatus camera) throws IOException {
        array.writeStartObject();
        array.writeStringField("name", camera.session());
        array.writeStringField("state", camera.source().name());
        array.writeStringField("reason", camera.reason());
        array.writeStringField("model", camera.recognizer());
        array.writeNumberField("fps", Math.round(camera.framesPerSecond() * 100) / 100.0);
        array.writeNumberField("window", Report.seconds(camera.window()));
        array.writeNumberField("hop", Report.seconds(camera.hop()));
        array.writeNumberField("epoch", camera.epoch());
        array.writeNumberField("frames", camera.frames());
        array.writeNumberField("late", camera.lateFrames());
        array.writeNumberField("windows", camera.windows());
        array.writeNumberField("dropped", camera.dropped());
        array.writeNumberField("gated", camera.gated());
        array.writeNumberField("missed", camera.missed());
        array.writeNumberField("events", camera.events());
        array.writeNumberField("open", camera.open());
        array.writeNumberField("lag_p95", Report.seconds(camera.lagP95()));
        array.writeNumberField("bytes", camera.bytes());
        array.writeEndObject();
    }
}
