package io.deltaframe.shell.command.recognize;

import io.deltaframe.api.Action;
import io.deltaframe.api.Recognition;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.EngineOptions;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.RecognizerChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: the main job on a clip that is made for it. */
@Command(name = "demo",
        description = "Render a short clip, encode it to H.264, and name the motion in it with the embedded model.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {"", "Exit status 1 if the motion is not named."})
public final class DemoCommand implements Callable<Integer> {

    private static final String MODEL = "motion";
    private static final int BIT_RATE = 1_500_000;

    private final CommandContext context;

    @Option(names = "--keep", order = 95, paramLabel = "FILE",
            description = "Keep the clip as this file (.mp4), replacing what is there.")
    private Path keep;

    @Mixin
    private RecognizeOptions options;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private HelpOption help;

    public DemoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        options.check();
        engine.check();
        Path clip = keep == null ? Files.createTempFile("deltaframe-demo-", ".mp4") : context.resolve(keep);
        try {
            context.platform().encode(clip, DemoClip.FRAME_RATE, BIT_RATE, new DemoClip());
            if (!options.json()) {
                context.out().println("Rendered " + DemoClip.DESCRIPTION + ", encoded to H.264 ("
                        + Files.size(clip) / 1024 + " KiB).");
            }
            Recognition recognition = new RecognitionRun(context, options).run(clip.toString(),
                    new RecognizerChoice(MODEL, null, null, engine.engine(), engine.threads()));
            Action best = recognition.best();
            if (!best.label().equals(DemoClip.MOTION)) {
                throw new CommandException("the clip shows \"" + DemoClip.MOTION + "\" but was recognised as \""
                        + best.label() + "\"");
            }
            return 0;
        } finally {
            if (keep == null) {
                Files.deleteIfExists(clip);
            }
        }
    }
}
