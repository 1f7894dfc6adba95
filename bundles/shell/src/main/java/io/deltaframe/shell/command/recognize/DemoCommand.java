package io.deltaframe.shell.command.recognize;

import io.deltaframe.api.Action;
import io.deltaframe.api.Recognition;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.Session;
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

    private final Session session;

    @Option(names = "--keep", order = 11, paramLabel = "FILE", description = "Keep the clip as this file (.mp4), replacing what is there.")
    private Path keep;

    @Mixin
    private RecognitionArguments arguments;

    @Mixin
    private HelpOption help;

    public DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Exception {
        arguments.check();
        Path clip = keep == null ? Files.createTempFile("deltaframe-demo-", ".mp4") : session.resolve(keep);
        try {
            session.platform().encode(clip, SampleClip.FRAME_RATE, BIT_RATE, new SampleClip());
            if (!arguments.json()) {
                session.out().println("Rendered " + SampleClip.DESCRIPTION + ", encoded to H.264 (" + Files.size(clip) / 1024 + " KiB).");
            }
            Recognition recognition = new RecognitionRun(session, arguments).run(clip.toString(),
                    new RecognizerChoice(MODEL, null, null, arguments.engineOrNull(), arguments.threads()));
            Action best = recognition.best();
            if (!best.label().equals(SampleClip.MOTION)) {
                throw new CommandException("the clip shows \"" + SampleClip.MOTION + "\" but was recognised as \"" + best.label() + "\"");
            }
            return 0;
        } finally {
            if (keep == null) {
                Files.deleteIfExists(clip);
            }
        }
    }
}
