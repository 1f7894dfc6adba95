package io.deltaframe.shell.command.recognize;

import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.shell.command.option.OptionCheck;
import io.deltaframe.shell.platform.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of the commands that recognise one video: how thoroughly to look, and how to print. */
@Command
final class RecognizeOptions {

    @Spec(Target.MIXEE)
    private CommandSpec command;

    private int crops;
    private int clips;
    private int top = 5;

    @Option(names = "--json", order = 90, description = "Print one JSON object instead of a table.")
    private boolean json;

    @Option(names = "--logits", order = 91, description = "Add the averaged logits to the JSON; only with --json.")
    private boolean logits;

    @Option(names = "--crops", order = 40, paramLabel = "1|3",
            description = "Crops of each frame: 1 (centre) or 3 (left, centre, right over the full short side). "
                    + "Default: 1.")
    void setCrops(int value) {
        crops = OptionCheck.either(command, "--crops", 1, 3, value);
    }

    @Option(names = "--clips", order = 41, paramLabel = "N",
            description = "Clips of the video, 1 to 100, at evenly spread offsets inside its segments. Default: 1.")
    void setClips(int value) {
        clips = OptionCheck.inRange(command, "--clips", 1, 100, value);
    }

    @Option(names = "--top", order = 60, paramLabel = "K",
            description = "Actions to print, the best first. Default: 5.")
    void setTop(int value) {
        top = OptionCheck.require(command, value >= 1, "--top", "at least 1", value);
    }

    /** Options that contradict each other. */
    void check() throws UsageException {
        if (logits && !json) {
            throw new UsageException("--logits adds to the JSON: give --json too");
        }
    }

    /** {@return views to compute; what is not given is as the recognizer is configured} */
    RecognitionOptions views() {
        return new RecognitionOptions(clips, crops);
    }

    /** {@return how many actions to print} */
    int top() {
        return top;
    }

    /** {@return whether to print JSON} */
    boolean json() {
        return json;
    }

    /** {@return whether to add logits to the JSON} */
    boolean logits() {
        return logits;
    }
}
