package io.deltaframe.shell.command.evaluate;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.evaluation.DataRoot;
import io.deltaframe.evaluation.Evaluation;
import io.deltaframe.evaluation.EvaluationException;
import io.deltaframe.evaluation.Protocol;
import io.deltaframe.evaluation.Results;
import io.deltaframe.evaluation.VideoList;
import io.deltaframe.recognizer.labels.KnownOrder;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.ProgressLine;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.EnsembleChoice;
import io.deltaframe.shell.platform.RecognizerChoice;
import io.deltaframe.shell.platform.RecognizerHandle;
import io.deltaframe.shell.platform.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code evaluate}: the protocol of the paper. */
@Command(name = "evaluate",
        description = "Measure a model, or an ensemble, on a list of labelled videos.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "The list is in a released format: 'path frames label' for folders of pictures, 'path label' for video files. Its paths continue "
                    + "the folder of --root; leading folders of the machine the list was made on are dropped as far as need be.",
            "",
            "Scores are softmax per view, averaged over clips and crops. Two models or more are an ensemble: 'released' sums logits, those "
                    + "below zero taken for zero, over models and views, as the released pkl_to_results.py does; 'softmax-mean' averages the "
                    + "models' probabilities.",
            "",
            "The folder of --out gets scores.jsonl (a JSON object a video, in the order of the list), settings.json, and at the end "
                    + "summary.json, confusion.csv and confusion.png. A run that was interrupted is continued by the same command. Videos that "
                    + "cannot be read are counted and listed, and left out of Prec@1 and Prec@5. Exit status 1 if none can be read."
        })
public final class EvaluateCommand implements Callable<Integer> {

    /** A log of hours is not filled with lines. */
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int LISTED = 10;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--list", order = 1, required = true, paramLabel = "FILE", description = "Videos and the indices of their classes.")
    private Path list;

    @Option(names = "--root", order = 2, paramLabel = "DIR", description = "Where the videos are. Default: the folder of the list.")
    private Path root;

    @Option(names = "--model", order = 3, paramLabel = "NAME|FILE", split = ",",
            description = "Name of a model (see: models), or a checkpoint file; several for an ensemble. Default: that of the running "
                    + "recognizer.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--labels", order = 4, paramLabel = "FILE",
            description = "Names of the classes in the order of the output: one a line, JSON or CSV.")
    private Path labels;

    @Option(names = "--segments", order = 5, paramLabel = "8|16", split = ",",
            description = "Segments a clip, one number for each --model. Default: what the model file says, else 8.")
    private List<Integer> segments = new ArrayList<>();

    @Option(names = "--crops", order = 6, paramLabel = "1|3", defaultValue = "1",
            description = "Crops of each frame: 1 (centre) or 3 (left, centre, right over the full short side). Default: 1.")
    private int crops;

    @Option(names = "--clips", order = 7, paramLabel = "N", defaultValue = "1", description = "Clips of each video, 1 to 100. Default: 1.")
    private int clips;

    @Option(names = "--ensemble", order = 8, paramLabel = "RULE", defaultValue = "released",
            description = "How an ensemble's scores are combined: released or softmax-mean (default: ${DEFAULT-VALUE}).")
    private String rule;

    @Option(names = "--out", order = 9, required = true, paramLabel = "DIR", description = "Folder of the results.")
    private Path out;

    @Option(names = "--restart", order = 10, description = "Forget what an earlier run left in the folder of the results.")
    private boolean restart;

    @Option(names = "--first-label", order = 11, paramLabel = "0|1", defaultValue = "0",
            description = "What the list calls the first class: 0, or 1 in some lists of UCF101. Default: 0.")
    private int firstLabel;

    @Option(names = "--workers", order = 12, paramLabel = "N",
            description = "Videos worked on at the same time. Results do not depend on it. Default: one a processor, at most 8.")
    private Integer workers;

    @Option(names = "--engine", order = 13, paramLabel = "ENGINE", defaultValue = "auto",
            description = "Engine to run on: auto, simd or tornado (default: ${DEFAULT-VALUE}).")
    private String engine;

    @Option(names = "--threads", order = 14, paramLabel = "N", description = "Threads of the simd engine. Default: one a processor.")
    private Integer threads;

    @Option(names = "--json", order = 15, description = "Print the summary as JSON instead of text.")
    private boolean json;

    @Mixin
    private HelpOption help;

    public EvaluateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        check();
        Path file = context.resolve(list);
        VideoList videos = VideoList.read(file, firstLabel);
        Path folder = root != null ? context.resolve(root) : file.toAbsolutePath().getParent();
        DataRoot where = DataRoot.of(folder.toAbsolutePath().normalize(), videos);
        Path results = context.resolve(out);
        try (ProgressLine progress = new ProgressLine(context.err(), context.terminal(), System::nanoTime, LINE_NANOS)) {
            Results found;
            try (RecognizerHandle handle = recognizer(progress)) {
                ModelInfo model = handle.model();
                KnownOrder.oddity(model.labels()).ifPresent(oddity -> warn(progress, oddity));
                Protocol protocol = new Protocol(videos, firstLabel, where, clips, crops, models.size() > 1 ? rule : "softmax-mean", model,
                        handle.engine(), RunEnvironment.version());
                found = run(handle, protocol, results, progress);
            }
            progress.close();
            if (json) {
                context.out().write(Files.readAllBytes(results.resolve("summary.json")));
                context.out().flush();
            } else {
                print(found, results);
            }
            if (found.scored() == 0) {
                throw new CommandException("none of the " + found.videos() + " videos could be recognised, such as " + found.unreadable().getFirst());
            }
        }
        return 0;
    }

    private Results run(RecognizerHandle handle, Protocol protocol, Path results, ProgressLine progress)
            throws EvaluationException, InterruptedException {
        EvaluationProgressLine shown = new EvaluationProgressLine(progress);
        try {
            return new Evaluation(handle.recognizer(), protocol, workers == null ? RunEnvironment.workers() : workers, results)
                    .run(restart, RunEnvironment.describe(context.platform(), handle.engine()), shown);
        } catch (InterruptedException e) {
            progress.close();
            context.err().println("deltaframe: interrupted after " + shown.done() + " of " + protocol.list().videos().size()
                    + " videos; the same command goes on from there");
            throw e;
        }
    }

    private void check() throws UsageException {
        require(crops == 1 || crops == 3, "--crops", "1 or 3", crops);
        require(clips >= 1 && clips <= 100, "--clips", "1 to 100", clips);
        require(firstLabel == 0 || firstLabel == 1, "--first-label", "0 or 1", firstLabel);
        require(workers == null || workers >= 1 && workers <= 256, "--workers", "1 to 256", workers);
        require(threads == null || threads >= 1 && threads <= 1024, "--threads", "1 to 1024", threads);
        require(rule.equals("released") || rule.equals("softmax-mean"), "--ensemble", "released or softmax-mean", rule);
        for (int each : segments) {
            require(each == 8 || each == 16, "--segments", "8 or 16", each);
        }
        if (!segments.isEmpty() && segments.size() != Math.max(1, models.size())) {
            throw new UsageException("--segments must have a number for each --model (" + Math.max(1, models.size()) + ") but has "
                    + segments.size());
        }
        if (threads != null && !engine.equals("simd") && !engine.equals("auto")) {
            throw new UsageException("--threads is for the simd engine but --engine is " + engine);
        }
    }

    private void require(boolean holds, String option, String expected, Object value) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), option + " must be " + expected + " but is " + value);
        }
    }

    private RecognizerHandle recognizer(ProgressLine progress) throws CommandException, UsageException, InterruptedException {
        List<RecognizerChoice> members = new ArrayList<>();
        Path names = labels == null ? null : context.resolve(labels);
        String wanted = engine.equals("auto") ? null : engine;
        for (int i = 0; i < Math.max(1, models.size()); i++) {
            members.add(new RecognizerChoice(models.isEmpty() ? null : located(models.get(i)), names, segments.isEmpty() ? null : segments.get(i),
                    wanted, threads));
        }
        return members.size() == 1 ? context.platform().recognizer(members.getFirst(), progress)
                : context.platform().recognizer(new EnsembleChoice(members, names, rule, wanted, threads), progress);
    }

    /** A file seen from the caller's folder, or a name as it is. */
    private String located(String model) {
        Path file = context.resolve(Path.of(model));
        return Files.isRegularFile(file) ? file.toString() : model;
    }

    private void warn(ProgressLine progress, String warning) {
        progress.close();
        context.err().println("deltaframe: warning: " + OneLine.of(warning));
    }

    private void print(Results results, Path folder) throws IOException {
        PrintStream o = context.out();
        Protocol protocol = results.protocol();
        ModelInfo model = protocol.model();
        o.println(OneLine.of(model.name()) + " " + model.version() + " on " + protocol.engine() + ", " + protocol.clips()
                + (protocol.clips() == 1 ? " clip, " : " clips, ") + protocol.crops() + (protocol.crops() == 1 ? " crop, " : " crops, ")
                + (model.members().isEmpty() ? "softmax averaged over views" : "ensemble " + protocol.scoring()));
        o.println(String.format(Locale.ROOT, "Prec@1 %.2f  Prec@5 %.2f  class accuracy %.2f  (%d of %d videos recognised)",
                results.precision1(), results.precision5(), results.classAccuracy(), results.scored(), results.videos()));
        listed(o, results.unreadable(), "could not be read:");
        List<String> confused = results.mostConfused(LISTED);
        if (!confused.isEmpty()) {
            o.println("Most confused:");
            confused.forEach(pair -> o.println("  " + OneLine.of(pair)));
        }
        if (results.warned() > 0) {
            o.println("Warnings with " + results.warned() + (results.warned() == 1 ? " video" : " videos") + ", see scores.jsonl.");
        }
        o.println("Results are in " + folder + (results.resumed() > 0 ? "; " + results.resumed() + " videos were done before." : "."));
        o.flush();
    }

    private static void listed(PrintStream o, List<String> lines, String what) {
        if (lines.isEmpty()) {
            return;
        }
        o.println(lines.size() + (lines.size() == 1 ? " video " : " videos ") + what);
        lines.stream().limit(LISTED).forEach(line -> o.println("  " + OneLine.of(line)));
        if (lines.size() > LISTED) {
            o.println("  and " + (lines.size() - LISTED) + " more, see summary.json");
        }
    }
}
