package io.deltaframe.shell.command.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.OptionCheck;
import io.deltaframe.shell.output.JsonOutput;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect}: what is in a checkpoint. */
@Command(name = "inspect",
        description = "Tell what is in a checkpoint: network, classes, segments, parameters, arithmetic, missing and "
                + "unknown keys.",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "Index, metadata and weights are checked as when a model is loaded; the trial on an engine, which comes "
                    + "last there, is not made. What is not usable ends with status 1. GFLOP counts a multiplication "
                    + "with its addition as two, for one clip of one centre crop.",
            "",
            "The JSON object: file, container, bytes, usable, architecture {name, depths, width, classes, segments, "
                    + "segmentsKnown}, inputSize, parameters, gflop, tensors, types, weights, otherWeights, skipped, "
                    + "assumed, faults, unknown, ignored, metadata."
        })
public final class InspectCommand implements Callable<Integer> {

    private static final int LISTED = 10;
    private static final int QUOTED = 100;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "PyTorch (.pth, .pth.tar) or safetensors, told apart by content.")
    private Path file;

    private Integer segments;
    private Integer size;

    @Mixin
    private WeightsOption weights;

    @Option(names = "--json", order = 4, description = "Print one JSON object instead of text.")
    private boolean json;

    @Mixin
    private HelpOption help;

    public InspectCommand(CommandContext context) {
        this.context = context;
    }

    @Option(names = "--segments", order = 1, paramLabel = "8|16",
            description = "Segments a clip. Default: what the file says, else 8.")
    void setSegments(int value) {
        segments = OptionCheck.segments(spec, value);
    }

    @Option(names = "--input-size", order = 2, paramLabel = "PIXELS",
            description = "Side of the centre crop the arithmetic is counted for. Default: what the file says, else "
                    + "224.")
    void setSize(int value) {
        size = OptionCheck.inRange(spec, "--input-size", CheckpointReport.SMALLEST_INPUT,
                CheckpointReport.LARGEST_INPUT, value);
    }

    @Override
    public Integer call() throws IOException {
        Path located = context.resolve(file);
        boolean usable;
        try (Checkpoint checkpoint = Checkpoints.open(located, weights.name())) {
            CheckpointReport report = CheckpointReport.of(checkpoint, located, segments, size);
            usable = report.isUsable();
            long bytes = Files.size(located);
            if (json) {
                json(checkpoint, report, bytes);
            } else {
                text(checkpoint, report, bytes);
            }
        }
        return usable ? 0 : 1;
    }

    private void text(Checkpoint checkpoint, CheckpointReport report, long bytes) {
        PrintStream o = context.out();
        o.println(OneLine.of(file.toString()));
        row("container", checkpoint.format() + ", " + String.format(Locale.ROOT, "%.1f MB", bytes / 1e6));
        row("tensors",
                report.types().entrySet().stream().map(type -> type.getValue() + " " + type.getKey())
                .collect(Collectors.joining(", ")));
        if (!checkpoint.otherWeights().isEmpty()) {
            row("weights", WeightsOption.shown(checkpoint.weights()) + "; not " + checkpoint.otherWeights().stream()
                    .map(WeightsOption::shown).collect(Collectors.joining(", ")) + " (--weights)");
        }
        if (!checkpoint.skipped().isEmpty()) {
            row("skipped", quoted(String.join(", ", checkpoint.skipped())));
        }
        report.architecture().ifPresent(architecture -> {
            row("network", architecture.describe());
            row("depth", architecture.depths().stream().map(String::valueOf).collect(Collectors.joining(" + "))
                    + " bottlenecks");
            row("width", architecture.width() + " channels");
            row("classes", Integer.toString(architecture.classes()));
            row("segments", architecture.segments() + (report.segmentsKnown() ? ""
                    : " assumed: the file does not say, and its tensors cannot"));
            if (!report.assumed().isEmpty()) {
                row("assumed", String.join(", ", report.assumed()) + ": the file does not say");
            }
            row("parameters", String.format(Locale.ROOT, "%,d", report.parameters()));
            row("arithmetic",
                    String.format(Locale.ROOT, "%.1f GFLOP a clip at %dx%2$d", report.gflop(), report.inputSize()));
            row("keys", (report.faults().isEmpty() ? "none missing" : report.faults().size() + " missing or wrong")
                    + ", " + (report.unknown().isEmpty() ? "none unknown" : report.unknown().size() + " unknown")
                    + ", " + report.ignored() + " ignored");
        });
        list("missing or wrong", report.faults());
        list("unknown", report.unknown());
        new TreeMap<>(checkpoint.metadata())
                .forEach((key, value) -> row("metadata", OneLine.of(key) + " = " + quoted(value)));
        row("usable", report.isUsable() ? "yes" : "no");
        if (report.isUsable()) {
            row("trial", "not tried on an engine");
        }
        o.flush();
    }

    private void row(String name, String value) {
        context.out().println(String.format(Locale.ROOT, "  %-12s %s", name, value));
    }

    private void list(String name, List<String> lines) {
        lines.stream().limit(LISTED).forEach(line -> context.out().println("    " + name + ": " + OneLine.of(line)));
        if (lines.size() > LISTED) {
            context.out().println("    " + name + ": and " + (lines.size() - LISTED) + " more");
        }
    }

    private static String quoted(String value) {
        String line = OneLine.of(value);
        return line.length() > QUOTED ? line.substring(0, QUOTED) + "... (" + value.length() + " characters)" : line;
    }

    private void json(Checkpoint checkpoint, CheckpointReport report, long bytes) throws IOException {
        try (JsonGenerator j = JsonOutput.to(context.out())) {
            j.writeStartObject();
            j.writeStringField("file", file.toString());
            j.writeStringField("container", checkpoint.format());
            j.writeNumberField("bytes", bytes);
            j.writeBooleanField("usable", report.isUsable());
            if (report.architecture().isPresent()) {
                architecture(j, report.architecture().get(), report);
            }
            j.writeNumberField("tensors", checkpoint.tensors().size());
            j.writeObjectFieldStart("types");
            for (Map.Entry<DataType, Integer> type : report.types().entrySet()) {
                j.writeNumberField(type.getKey().name(), type.getValue());
            }
            j.writeEndObject();
            j.writeStringField("weights", checkpoint.weights());
            JsonOutput.texts(j, "otherWeights", checkpoint.otherWeights());
            JsonOutput.texts(j, "skipped", checkpoint.skipped());
            JsonOutput.texts(j, "assumed", report.assumed());
            JsonOutput.texts(j, "faults", report.faults());
            JsonOutput.texts(j, "unknown", report.unknown());
            j.writeNumberField("ignored", report.ignored());
            j.writeObjectFieldStart("metadata");
            for (Map.Entry<String, String> text : new TreeMap<>(checkpoint.metadata()).entrySet()) {
                j.writeStringField(text.getKey(), text.getValue());
            }
            j.writeEndObject();
            j.writeEndObject();
        }
    }

    private static void architecture(JsonGenerator j, Architecture architecture, CheckpointReport report)
            throws IOException {
        j.writeObjectFieldStart("architecture");
        j.writeStringField("name", architecture.describe());
        j.writeArrayFieldStart("depths");
        for (int depth : architecture.depths()) {
            j.writeNumber(depth);
        }
        j.writeEndArray();
        j.writeNumberField("width", architecture.width());
        j.writeNumberField("classes", architecture.classes());
        j.writeNumberField("segments", architecture.segments());
        j.writeBooleanField("segmentsKnown", report.segmentsKnown());
        j.writeEndObject();
        j.writeNumberField("inputSize", report.inputSize());
        j.writeNumberField("parameters", report.parameters());
        j.writeNumberField("gflop", report.gflop());
    }
}
