package io.deltaframe.shell.command.option;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** {@code --model} and {@code --segments}: the one model a command runs. */
@Command
public final class ModelOptions {

    @Spec(Target.MIXEE)
    private CommandSpec command;

    private Integer segments;

    @Option(names = "--model", order = 10, paramLabel = "NAME|FILE",
            description = "Name of a model (see: models), or a checkpoint file.")
    private String model;

    @Option(names = "--segments", order = 30, paramLabel = "8|16",
            description = "Segments a clip. Default: what the model file says, else 8.")
    void setSegments(int value) {
        segments = OptionCheck.segments(command, value);
    }

    /** {@return name of a model or path of a checkpoint file, or null} */
    public String model() {
        return model;
    }

    /** {@return segments a clip, or null} */
    public Integer segments() {
        return segments;
    }
}
