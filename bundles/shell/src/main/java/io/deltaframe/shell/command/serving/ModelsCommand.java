package io.deltaframe.shell.command.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.output.JsonOutput;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.platform.Platform;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code models}: what can be recognised with. */
@Command(name = "models",
        description = "List the models: name, version, segments, classes, recognizers that run them, and those that "
                + "do not load, with "
                + "the reason.",
        optionListHeading = "%nOptions:%n")
public final class ModelsCommand extends ListCommand<ModelsCommand.ModelInUse> {

    /**
     * A model and the names of the recognizers that run it.
     *
     * @param model       the model
     * @param recognizers by name
     */
    record ModelInUse(ModelInfo model, List<String> recognizers) { }

    public ModelsCommand(CommandContext context) {
        super(context, Readiness.Kind.MODEL, "NAME", "STATE", "VERSION", "SEGMENTS", "INPUT", "CLASSES", "RECOGNIZERS",
                "DESCRIPTION");
    }

    @Override
    List<ModelInUse> inService(Platform platform) {
        List<ModelInfo> models = platform.models();
        List<Platform.RecognizerInfo> recognizers = platform.recognizers();
        return models.stream().map(model -> new ModelInUse(model, recognizers.stream()
                .filter(recognizer -> recognizer.networks().contains(model.name() + " " + model.version()))
                .map(Platform.RecognizerInfo::name).toList())).toList();
    }

    /** A file that became no model can leave an older one in service, and says so. */
    @Override
    boolean isListed(Readiness readiness) {
        return super.isListed(readiness) || !readiness.reason().isEmpty();
    }

    @Override
    String[] row(ModelInUse used) {
        ModelInfo model = used.model();
        return new String[] {model.name(), Readiness.State.READY.name(), model.version(),
            Integer.toString(model.segments()), Integer.toString(model.inputSize()),
            Integer.toString(model.labels().size()), String.join(", ", used.recognizers()),
            OneLine.of(model.architecture())};
    }

    @Override
    void write(JsonGenerator json, ModelInUse used) throws IOException {
        ModelInfo model = used.model();
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
        JsonOutput.texts(json, "labels", model.labels());
        JsonOutput.texts(json, "recognizers", used.recognizers());
    }
}
