package io.deltaframe.shell.command.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.ModelInfo;
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

/** {@code models}: what can be recognised with. */
@Command(name = "models", description = "List the models: name, version, segments, classes, recognizers that run them, and those that do not load, with the "
                + "reason.",
        optionListHeading = "%nOptions:%n")
public final class ModelsCommand implements Callable<Integer> {

    private final CommandContext context;

    @Option(names = "--json", order = 9, description = "Print a JSON array instead of a table.")
    private boolean json;

    @Mixin
    private HelpOption help;

    public ModelsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        context.platform().awaitLoaded(Readiness.Kind.MODEL);
        List<ModelInfo> models = context.platform().models();
        List<Platform.RecognizerInfo> recognizers = context.platform().recognizers();
        List<Readiness> missing = context.platform().readiness(Readiness.Kind.MODEL).stream()
                .filter(r -> r.state() != Readiness.State.READY || !r.reason().isEmpty()).toList();
        if (json) {
            try (JsonGenerator array = JsonOutput.to(context.out())) {
                array.writeStartArray();
                for (ModelInfo model : models) {
                    write(array, model, running(recognizers, model));
                }
                for (Readiness readiness : missing) {
                    ReadinessJson.object(array, readiness);
                }
                array.writeEndArray();
            }
            return 0;
        }
        TextTable table = new TextTable("NAME", "STATE", "VERSION", "SEGMENTS", "INPUT", "CLASSES", "RECOGNIZERS", "DESCRIPTION");
        for (ModelInfo model : models) {
            table.row(model.name(), "READY", model.version(), Integer.toString(model.segments()), Integer.toString(model.inputSize()),
                    Integer.toString(model.labels().size()), String.join(", ", running(recognizers, model)), OneLine.of(model.architecture()));
        }
        for (Readiness readiness : missing) {
            table.row(readiness.name(), readiness.state().name(), "", "", "", "", "", OneLine.of(readiness.reason()));
        }
        table.print(context.out());
        return 0;
    }

    /** {@return names of the recognizers that run a model} */
    private static List<String> running(List<Platform.RecognizerInfo> recognizers, ModelInfo model) {
        return recognizers.stream().filter(row -> row.networks().contains(model.name() + " " + model.version()))
                .map(Platform.RecognizerInfo::name).toList();
    }

    private static void write(JsonGenerator json, ModelInfo model, List<String> recognizers) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", model.name());
        json.writeStringField("version", model.version());
        json.writeStringField("state", Readiness.State.READY.name());
        json.writeStringField("sha256", model.sha256());
        json.writeStringField("architecture", model.architecture());
        json.writeNumberField("segments", model.segments());
        json.writeNumberField("inputSize", model.inputSize());
        json.writeNumberField("resizeShortSide", model.resizeShortSide());
        json.writeStringField("provenance", model.provenance());
        json.writeStringField("license", model.license());
        json.writeArrayFieldStart("labels");
        for (String label : model.labels()) {
            json.writeString(label);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("recognizers");
        for (String recognizer : recognizers) {
            json.writeString(recognizer);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
