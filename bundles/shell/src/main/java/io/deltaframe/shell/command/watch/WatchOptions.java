package io.deltaframe.shell.command.watch;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.UsageException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options of {@code watch}: windows, events, and how to print. */
@Command
final class WatchOptions {

    /** Share of the enter threshold at which an event ends where nothing else is asked for. */
    private static final double USUAL_EXIT = 0.7;

    private static final int LABELS_SHOWN = 20;

    @Option(names = "--window", order = 40, paramLabel = "TIME", converter = TimeConverter.class, defaultValue = "3s",
            description = "Length of a window: 3s, 1.5s, 500ms (default: ${DEFAULT-VALUE}).")
    private Duration window;

    @Option(names = "--hop", order = 41, paramLabel = "TIME", converter = TimeConverter.class, defaultValue = "1s",
            description = "From one window to the next; taken as the nearest multiple of a segment of the window "
                    + "(default: ${DEFAULT-VALUE}).")
    private Duration hop;

    @Option(names = "--threshold", order = 42, paramLabel = "SCORE", defaultValue = "0.5",
            description = "Score from which an event starts, above 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double threshold;

    @Option(names = "--exit", order = 43, paramLabel = "SCORE",
            description = "Score below which it ends. Default: 0.7 of --threshold.")
    private Double exit;

    @Option(names = "--hold", order = 44, paramLabel = "TIME", converter = TimeConverter.class, defaultValue = "1s",
            description = "Time for which the score must stay below (default: ${DEFAULT-VALUE}).")
    private Duration hold;

    @Option(names = "--label", order = 45, paramLabel = "LABEL",
            description = "Label of interest; several are given by several --label. Default: all.")
    private List<String> labels = List.of();

    @Option(names = "--realtime", order = 50,
            description = "Read files as fast as they would be shown, as if they were cameras. Default: as fast as "
                    + "windows are computed, so that none is dropped.")
    private boolean realTime;

    @Option(names = "--windows", order = 89, description = "Print a line a window too.")
    private boolean windows;

    @Option(names = "--json", order = 90, description = "Print a JSON object a line.")
    private boolean json;

    /** {@return options for a session of a name} */
    LiveOptions options(String name) throws UsageException {
        Set<String> interesting = new LinkedHashSet<>(labels);
        double end = exit == null ? USUAL_EXIT * threshold : exit;
        try {
            return LiveOptions.of(name).withWindows(window, hop).withThresholds(threshold, end)
                    .withTimes(hold, Duration.ofHours(1)).withLabels(interesting, 5);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage().replaceFirst("^enter ", "--threshold ")
                    .replaceFirst("^exit must be 0 to enter", "--exit must be 0 to --threshold")
                    .replaceFirst("^(window|hop|hold) ", "--$1 "));
        }
    }

    /** Labels that no class has would be waited for until somebody wonders. */
    void requireLabels(ModelInfo model) throws CommandException {
        for (String label : labels) {
            if (!model.labels().contains(label)) {
                throw new CommandException("--label: model " + model.name() + " " + model.version()
                        + " has no label '" + label + "', only " + String.join(", ", model.labels().stream()
                        .limit(LABELS_SHOWN).toList()) + (model.labels().size() > LABELS_SHOWN ? " and others" : ""));
            }
        }
    }

    boolean realTime() {
        return realTime;
    }

    boolean windows() {
        return windows;
    }

    boolean json() {
        return json;
    }
}
