package io.deltaframe.shell.command.checkpoint;

import io.deltaframe.shell.output.OneLine;
import picocli.CommandLine.Option;

/** {@code --weights}: which of several sets of weights of a checkpoint. */
final class WeightsOption {

    @Option(names = "--weights", order = 3, paramLabel = "NAME",
            description = "Which of several sets of weights, such as state_dict_ema. Default: the trained ones; "
                    + "inspect names the others.")
    private String name = "";

    /** {@return the set's name; empty for the likeliest} */
    String name() {
        return name;
    }

    /** {@return a set's name for people} */
    static String shown(String name) {
        return name.isEmpty() ? "the outermost" : OneLine.of(name);
    }
}
