package io.deltaframe.shell.command.evaluate;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.config.EnsembleConfig;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.evaluation.Evaluation;
import io.deltaframe.evaluation.EvaluationException;
import io.deltaframe.evaluation.Protocol;
import io.deltaframe.evaluation.Results;
import io.deltaframe.evaluation.VideoList;
import io.deltaframe.evaluation.stream.StreamEvaluation;
import io.deltaframe.evaluation.stream.StreamResults;
import io.deltaframe.recognizer.labels.KnownOrder;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.EngineOptions;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.LabelsOption;
import io.deltaframe.shell.command.option.OptionCheck;
import io.deltaframe.shell.output.ProgressLine;
import io.deltaframe.shell.platform.BundleVersion;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.EnsembleChoice;
import io.deltaframe.shell.platform.RecognizerChoice;
import io.deltaframe.shell.platform.RecognizerHandle;
import io.deltaframe.shell.platform.ServiceHandle;
import io.deltaframe.shell.platform.UsageException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate}: the protocol of the paper. */
@Command(name = "evaluate",
        description = "Measure a model, or an ensemble, on a list of labelled videos.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "The list is in UTF-8, in a released format: 'path frames label' for folders of pictures, 'path label' for "
                    + "video files, separated by blanks, tabs, commas or semicolons. What is on disk tells which "
                    + "numbers belong to the path. A path is taken as it stands, below --root, or beside the list; "
                    + "leading folders of the machine the list was made on are dropped as far as need be. What is odd "
                    + "is named with its line.",
            "",
            "Scores are softmax per view, averaged over clips and crops. Two models or more are an ensemble: "
                    + "'released' sums logits, those below zero taken for zero, over models and views, as the "
                    + "released pkl_to_results.py does; 'softmax-mean' averages the models' probabilities.",
            "",
            "The folder of --out gets scores.jsonl (a JSON object a video, in the order of the list), settings.json, "
                    + "and at the end summary.json, confusion.csv and confusion.png. A run that was interrupted is "
                    + "continued by the same command. Videos that cannot be read are counted and listed, and left out "
                    + "of Prec@1 and Prec@5. Exit status 1 if most lines of the list or most videos cannot be used.",
            "",
            "With --stream, live sessions watch the videos, and the folder gets stream.json. 'Same label': windows "
                    + "computed in part whose best label is that of the exact window. 'Scores differ by': mean over "
                    + "windows and classes. Accuracy takes every window to show the label of its video. A video's "
                    + "first window is exact in any case and does not count."
        })
public final class EvaluateCommand implements Callable<Integer> {

    /** A log of hours is not filled with lines. */
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_WORKERS = 256;
    private static final int MOST_ODDITIES = 10;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--list", order = 1, required = true, paramLabel = "FILE",
            description = "Videos and the indices of their classes.")
    private Path list;

    @Option(names = "--root", order = 2, paramLabel = "DIR",
            description = "Where the videos are. Default: the folder of the list.")
    private Path root;

    @Option(names = "--model", order = 10, paramLabel = "NAME|FILE", split = ",",
            description = "Name of a model (see: models), or a checkpoint file; several for an ensemble. Default: "
                    + "that of the running recognizer.")
    private List<String> models = new ArrayList<>();

    @Mixin
    private LabelsOption labels;

    @Option(names = "--segments", order = 30, paramLabel = "8|16", split = ",",
            description = "Segments a clip, one number for each --model. Default: what the model file says, else 8.")
    private List<Integer> segments = new ArrayList<>();

    @Option(names = "--crops", order = 40, paramLabel = "1|3", defaultValue = "1",
            description = "Crops of each frame: 1 (centre) or 3 (left, centre, right over the full short side). "
                    + "Default: 1.")
    private int crops;

    @Option(names = "--clips", order = 41, paramLabel = "N", defaultValue = "1",
            description = "Clips of each video, 1 to 100. Default: 1.")
    private int clips;

    @Option(names = "--ensemble", order = 42, paramLabel = "RULE", defaultValue = EnsembleConfig.RELEASED,
            description = "How an ensemble's scores are combined: released or softmax-mean (default: "
                    + "${DEFAULT-VALUE}).")
    private String rule;

    @Option(names = "--out", order = 43, required = true, paramLabel = "DIR", description = "Folder of the results.")
    private Path out;

    @Option(names = "--restart", order = 44,
            description = "Forget what an earlier run left in the folder of the results.")
    private boolean restart;

    @Option(names = "--first-label", order = 45, paramLabel = "0|1", defaultValue = "0",
            description = "What the list calls the first class: 0, or 1 in some lists of UCF101. Default: 0.")
    private int firstLabel;

    @Option(names = "--workers", order = 46, paramLabel = "N",
            description = "Videos worked on at the same time. Results do not depend on it. Default: one a processor, "
                    + "at most 8.")
    private Integer workers;

    @Mixin
    private StreamOptions stream;

    @Mixin
    private EngineOptions engine;

    @Option(names = "--json", order = 90, description = "Print the summary as JSON instead of text.")
    private boolean json;

    @Mixin
    private HelpOption help;

    public EvaluateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        check();
        VideoList videos =
                VideoList.read(context.resolve(list), root == null ? null : context.resolve(root), firstLabel);
        videos.oddities().stream().limit(MOST_ODDITIES)
                .forEach(oddity -> context.warn("list " + videos.name() + ", " + oddity));
        if (videos.oddities().size() > MOST_ODDITIES) {
            context.warn("list " + videos.name() + ": " + (videos.oddities().size() - MOST_ODDITIES)
                    + " more such lines; summary.json will have them all");
        }
        Path results = context.resolve(out);
        if (stream.stream()) {
            return stream(videos, results);
        }
        try (ProgressLine progress =
                new ProgressLine(context.err(), context.terminal(), System::nanoTime, LINE_NANOS)) {
            Results found;
            try (RecognizerHandle handle = recognizer(progress)) {
                ModelInfo model = handle.model();
                String numbering = videos.numbering(model.labels().size());
                if (!numbering.isEmpty()) {
                    progress.clear();
                    context.warn(numbering);
                }
                KnownOrder.oddity(model.labels()).ifPresent(oddity -> {
                    progress.clear();
                    context.warn(oddity);
                });
                String scoring = models.size() > 1 ? rule : EnsembleConfig.SOFTMAX_MEAN;
                Protocol protocol = new Protocol(videos, firstLabel, clips, crops, scoring, model, handle.engine(),
                        BundleVersion.text());
                found = run(handle, protocol, results, progress);
            }
            progress.clear();
            if (json) {
                context.out().write(Files.readAllBytes(results.resolve("summary.json")));
                context.out().flush();
            } else {
                EvaluationSummary.print(context.out(), found, results);
            }
            int lost = found.videos() - found.scored();
            if (2L * lost > found.videos()) {
                throw new CommandException((found.scored() == 0 ? "none" : "only " + found.scored()) + " of the "
                        + found.videos() + " videos could be recognised; " + found.unreadable().getFirst());
            }
        }
        return 0;
    }

    private int stream(VideoList videos, Path folder) throws Exception {
        StreamResults found;
        int total = videos.videos().size();
        try (ProgressLine progress =
                new ProgressLine(context.err(), context.terminal(), System::nanoTime, LINE_NANOS);
                RecognizerHandle handle = recognizer(progress);
                ServiceHandle<LiveSessions> live = context.platform().live()) {
            found = new StreamEvaluation(live.get(), handle.name(), handle.model(), stream.window(),
                    stream.incremental()).run(videos, done -> progress.show("watched " + done + " of " + total
                    + (total == 1 ? " video" : " videos")));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage().replaceFirst("^segments to compute", "--incremental")
                    .replaceFirst("^window ", "--window ").replaceFirst("^hop ", "a segment of --window "));
        }
        Files.createDirectories(folder);
        Path file = folder.resolve("stream.json");
        try (OutputStream to = Files.newOutputStream(file)) {
            found.write(to);
        }
        if (json) {
            context.out().write(Files.readAllBytes(file));
            context.out().println();
            context.out().flush();
        } else {
            StreamSummary.print(context.out(), found);
        }
        if (2L * found.unreadable().size() > total) {
            throw new CommandException((found.unreadable().size() == total ? "none" : "only "
                    + (total - found.unreadable().size())) + " of the " + total + " videos could be read; "
                    + found.unreadable().getFirst());
        }
        return 0;
    }

    private Results run(RecognizerHandle handle, Protocol protocol, Path results, ProgressLine progress)
            throws EvaluationException, InterruptedException {
        EvaluationProgressLine shown = new EvaluationProgressLine(progress);
        try {
            int atOnce = workers == null ? RunEnvironment.workers() : workers;
            return new Evaluation(handle.recognizer(), protocol, atOnce, results)
                    .run(restart, RunEnvironment.describe(context.platform(), handle.engine()), shown);
        } catch (InterruptedException e) {
            progress.clear();
            context.err().println("deltaframe: interrupted after " + shown.done() + " of "
                    + protocol.list().videos().size() + " videos; the same command goes on from there");
            throw e;
        }
    }

    private void check() throws UsageException {
        OptionCheck.either(spec, "--crops", 1, 3, crops);
        OptionCheck.inRange(spec, "--clips", 1, 100, clips);
        OptionCheck.either(spec, "--first-label", 0, 1, firstLabel);
        if (workers != null) {
            OptionCheck.inRange(spec, "--workers", 1, MOST_WORKERS, workers);
        }
        OptionCheck.require(spec, List.of(EnsembleConfig.RELEASED, EnsembleConfig.SOFTMAX_MEAN).contains(rule),
                "--ensemble", "released or softmax-mean", rule);
        for (int each : segments) {
            OptionCheck.segments(spec, each);
        }
        if (!segments.isEmpty() && segments.size() != Math.max(1, models.size())) {
            throw new UsageException("--segments must have a number for each --model (" + Math.max(1, models.size())
                    + ") but has " + segments.size());
        }
        if (!stream.misplaced().isEmpty()) {
            throw new UsageException(stream.misplaced() + " is for --stream, which was not given");
        }
        if (stream.stream() && models.size() > 1) {
            throw new UsageException("--stream is for one --model but " + models.size() + " were given");
        }
        engine.check();
    }

    private RecognizerHandle recognizer(ProgressLine progress)
            throws CommandException, UsageException, InterruptedException {
        List<RecognizerChoice> members = new ArrayList<>();
        Path names = labels.in(context);
        for (int i = 0; i < Math.max(1, models.size()); i++) {
            members.add(new RecognizerChoice(models.isEmpty() ? null : located(models.get(i)), names,
                    segments.isEmpty() ? null : segments.get(i), engine.engine(), engine.threads()));
        }
        if (members.size() == 1) {
            return context.platform().recognizer(members.getFirst(), progress);
        }
        EnsembleChoice ensemble = new EnsembleChoice(members, names, rule, engine.engine(), engine.threads());
        return context.platform().recognizer(ensemble, progress);
    }

    /** A file seen from the caller's folder, or a name as it is. */
    private String located(String model) {
        Path file = context.resolve(Path.of(model));
        return Files.isRegularFile(file) ? file.toString() : model;
    }
}
