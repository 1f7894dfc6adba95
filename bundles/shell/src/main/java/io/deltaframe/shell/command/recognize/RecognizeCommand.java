package io.deltaframe.shell.command.recognize;

import io.deltaframe.recognizer.metadata.CheckpointMetadata;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.EngineOptions;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.LabelsOption;
import io.deltaframe.shell.command.option.MissingFile;
import io.deltaframe.shell.command.option.ModelOptions;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.RecognizerChoice;
import io.deltaframe.shell.platform.UsageException;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code recognize VIDEO}: the main job. */
@Command(name = "recognize",
        description = "Name the action in a video.",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "Without --model a recognizer that is running is used. With a name, one that runs this model, or one made "
                    + "for this call. With a file, model and recognizer are made for this call; the released TDN "
                    + "checkpoints (PyTorch) and safetensors files are read as they are.",
            "",
            "The JSON object: video, frames, model {name, version, sha256, segments, inputSize, and of an ensemble "
                    + "members}, engine, views, clips, crops, milliseconds {decode, preprocess, inference}, results "
                    + "[{index, label, score}], logits (with --logits), warnings."
        })
public final class RecognizeCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "VIDEO",
            description = "File, folder of numbered pictures (00001.jpg, img_00001.jpg), or URL.")
    private String video;

    @Mixin
    private ModelOptions model;

    @Mixin
    private LabelsOption labels;

    @Mixin
    private RecognizeOptions options;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private HelpOption help;

    public RecognizeCommand(CommandContext context) {
        this.context = context;
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
        options.check();
        engine.check();
        String location = context.resolve(video);
        // Said at once, and not after a model was loaded.
        if (!CommandContext.isUrl(location) && !exists(location)) {
            throw new CommandException(MissingFile.reason(video, location));
        }
        RecognizerChoice choice =
                new RecognizerChoice(model.model(), labels.in(context), model.segments(), engine.engine(),
                engine.threads());
        new RecognitionRun(context, options).run(location, choice);
        if (model.model() != null && exists(model.model())) {
            tellAssumed(Path.of(model.model()));
        }
        return 0;
    }

    /** What a file does not say decides the answer as much as what it says. */
    private void tellAssumed(Path file) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (Checkpoint checkpoint = Checkpoints.open(file)) {
            List<String> assumed = new CheckpointMetadata(checkpoint, checkpoint.name()).assumed(0, 0);
            if (model.segments() == null && !checkpoint.metadata().containsKey("segments")) {
                assumed.addFirst("segments " + Architectures.DEFAULT_SEGMENTS);
            }
            if (!assumed.isEmpty()) {
                context.warn(checkpoint.name() + " does not say " + String.join(", ", assumed) + ": assumed");
            }
        } catch (CheckpointException e) {
            // Another model of that name was used, and the file is none
        }
    }
}
