package io.deltaframe.shell.command.evaluate;

import io.deltaframe.shell.command.option.TimeConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options of {@code evaluate --stream}. */
@Command
final class StreamOptions {

    @Option(names = "--stream", order = 50,
            description = "Instead, watch each video through windows that advance by a segment, exactly and computed "
                    + "in part, and print how near the two are.")
    private boolean stream;

    @Option(names = "--incremental", order = 51, paramLabel = "K", split = ",",
            description = "With --stream: newest segments for which later stages are computed. Default: 2,3.")
    private List<Integer> incremental = new ArrayList<>();

    @Option(names = "--window", order = 52, paramLabel = "TIME", converter = TimeConverter.class,
            description = "With --stream: length of a window. Default: 3s.")
    private Duration window;

    boolean stream() {
        return stream;
    }

    /** {@return an option that was given and is of no use without {@code --stream}; empty if there is none} */
    String misplaced() {
        return stream ? "" : !incremental.isEmpty() ? "--incremental" : window != null ? "--window" : "";
    }

    List<Integer> incremental() {
        return incremental.isEmpty() ? List.of(2, 3) : incremental;
    }

    Duration window() {
        return window == null ? Duration.ofSeconds(3) : window;
    }
}
