package io.deltaframe.shell.command.recognize;

import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.RecognizerChoice;
import io.deltaframe.shell.platform.UsageException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recognize VIDEO}: the main job. */
@Command(name = "recognize",
        description = "Name the action in a video.",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "Without --model a recognizer that is running is used. With a name, one that runs this model, or one made for this call. "
                    + "With a file, model and recognizer are made for this call; the released TDN checkpoints (PyTorch) and safetensors files "
                    + "are read as they are.",
            "",
            "The JSON object: video, frames, model {name, version, sha256, segments, inputSize, "
                    + "and of an ensemble members}, engine, views, clips, crops, "
                    + "milliseconds {decode, preprocess, inference}, results [{index, label, score}], logits (with --logits), warnings."
        })
public final class RecognizeCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "VIDEO", description = "File, folder of numbered pictures (00001.jpg, img_00001.jpg), or URL.")
    private String video;

    @Option(names = "--model", order = 1, paramLabel = "NAME|FILE", description = "Name of a model (see: models), or a checkpoint file.")
    private String model;

    @Option(names = "--labels", order = 2, paramLabel = "FILE",
            description = "Names of the classes in the order of the output: one a line, JSON or CSV.")
    private Path labels;

    private Integer segments;

    @Mixin
    private RecognizeOptions arguments;

    @Mixin
    private HelpOption help;

    public RecognizeCommand(CommandContext context) {
        this.context = context;
    }

    @Option(names = "--segments", order = 3, paramLabel = "8|16",
            description = "Segments a clip. Default: what the model file says, else 8.")
    void setSegments(int value) {
        if (value != 8 && value != 16) {
            throw new ParameterException(spec.commandLine(), "--segments must be 8 or 16 but is " + value);
        }
        segments = value;
    }

    private static boolean exists(String location) {
        try {
            return Files.exists(Path.of(location));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public Integer call() throws Exception {
        if (video.isBlank()) {
            throw new UsageException("VIDEO is empty");
        }
        arguments.check();
        String location = context.resolve(video);
        // Said at once, and not after a model was loaded.
        if (!CommandContext.isUrl(location) && !exists(location)) {
            throw new CommandException("no such file or folder: " + video);
        }
        RecognizerChoice choice = new RecognizerChoice(model, labels == null ? null : context.resolve(labels), segments,
                arguments.engineOrNull(), arguments.threads());
        new RecognitionRun(context, arguments).run(location, choice);
        return 0;
    }
}
