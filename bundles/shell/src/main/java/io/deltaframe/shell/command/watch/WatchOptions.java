package io.deltaframe.shell.command.watch;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.live.EvidenceOptions;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveOptions.Gate;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.TimeConverter;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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

    @Option(names = "--incremental", order = 46, paramLabel = "K", defaultValue = "0",
            description = "Compute the later stages of the network for the newest K segments of a window only, where "
                    + "--hop is one segment: faster, and near the exact scores (see: evaluate --stream). Default: 0, "
                    + "exact.")
    private int incremental;

    @Option(names = "--gate", order = 47, paramLabel = "off|on|audit", defaultValue = "off",
            description = "on: windows in which nothing moves are not shown to the network, but for one every "
                    + "--look. audit: they are, and what the gate would have missed is counted. (default: "
                    + "${DEFAULT-VALUE}).")
    private String gate;

    @Option(names = "--look", order = 48, paramLabel = "TIME", converter = TimeConverter.class, defaultValue = "30s",
            description = "Time after which the network looks although nothing moves (default: ${DEFAULT-VALUE}).")
    private Duration look;

    @Option(names = "--realtime", order = 50,
            description = "Read files as fast as they would be shown, as if they were cameras. Default: as fast as "
                    + "windows are computed, so that none is dropped.")
    private boolean realTime;

    @Option(names = "--evidence", order = 51, paramLabel = "FOLDER",
            description = "Keep pictures of each event's start and peak, a clip that begins 5 s before it, and a line "
                    + "of JSON in this folder; the oldest are deleted from 1 GiB or 30 days on.")
    private String evidence;

    @Option(names = "--windows", order = 89, description = "Print a line a window too.")
    private boolean windows;

    @Option(names = "--json", order = 90, description = "Print a JSON object a line.")
    private boolean json;

    /** {@return options for a session of a name} */
    LiveOptions options(String name) throws UsageException {
        Set<String> interesting = new LinkedHashSet<>(labels);
        Gate motion = switch (gate) {
            case "off" -> Gate.OFF;
            case "on" -> Gate.ON;
            case "audit" -> Gate.AUDIT;
            default -> throw new UsageException("--gate must be off, on or audit but is " + gate);
        };
        double end = exit == null ? USUAL_EXIT * threshold : exit;
        try {
            return LiveOptions.of(name).withWindows(window, hop).withThresholds(threshold, end)
                    .withTimes(hold, Duration.ofHours(1)).withLabels(interesting, 5)
                    .withIncremental(incremental).withGate(motion, look);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage().replaceFirst("^enter ", "--threshold ")
                    .replaceFirst("^exit must be 0 to enter", "--exit must be 0 to --threshold")
                    .replaceFirst("^(window|hop|hold|incremental|look) ", "--$1 "));
        }
    }

    /**
     * {@return why windows are exact although a part was asked for; empty where there is nothing to say}
     *
     * @param segments segments a clip of the model
     */
    String incrementalOddity(int segments) {
        if (incremental == 0) {
            return "";
        }
        if (incremental >= segments) {
            return "--incremental " + incremental + " has no effect: expected less than the model's " + segments
                    + " segments";
        }
        double segment = (double) window.toNanos() / segments;
        return Math.max(1, Math.round(hop.toNanos() / segment)) == 1 ? "" : String.format(Locale.ROOT,
                "--incremental %d has no effect: expected --hop to be one segment of the window, %.0f ms, found %d ms",
                incremental, segment / 1e6, hop.toMillis());
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

    /** {@return what is kept of events; null for nothing} */
    EvidenceOptions evidence(CommandContext context) throws CommandException {
        if (evidence == null) {
            return null;
        }
        try {
            EvidenceOptions kept = EvidenceOptions.in(context.resolve(evidence));
            Files.createDirectories(Path.of(kept.folder()));
            return kept;
        } catch (IllegalArgumentException e) {
            throw new CommandException("--evidence: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException("--evidence: expected a folder that can be written, found " + evidence
                    + ", which cannot be made", e);
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
