package io.deltaframe.shell.command.teach;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.api.teach.Lesson;
import io.deltaframe.api.teach.Teacher;
import io.deltaframe.api.teach.TeachingException;
import io.deltaframe.api.teach.TeachingReport;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.EngineOptions;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.OptionCheck;
import io.deltaframe.shell.output.ProgressLine;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.RecognizerChoice;
import io.deltaframe.shell.platform.RecognizerHandle;
import io.deltaframe.shell.platform.ServiceHandle;
import io.deltaframe.shell.platform.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code teach}: a new model from a few clips. */
@Command(name = "teach",
        description = "Teach a model new actions from a few clips of each.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "The folder of --from has a sub-folder an action, whose name is the action's. In it are clips: video files "
                    + "of any container, or folders with the pictures of a clip. Clips of anything else belong into a "
                    + "folder 'none': from them follows when none of the actions is the answer. Clips that were made "
                    + "together (of one person, or cut from one recording) belong into a folder of their own below the "
                    + "action's, of the same name for all actions, or are named in a file groups.csv, a line "
                    + "'path,group' each: they are left out together when the model is tried. A clip that cannot be "
                    + "read is named and left out.",
            "",
            "The network of the base stays as it is; a new head is fitted to its features. Learners are discriminant "
                    + "and cosine (to the mean of each action; from one clip on), ridge and logistic (regressions); "
                    + "'best' takes the one that is right most often with clips that were left out. The numbers "
                    + "printed are of such clips. chamfer, over segments, is tried and told beside them; it cannot be "
                    + "written as a head.",
            "",
            "The file of --out is a checkpoint like any other: models, recognize, evaluate, swap and watch take it. "
                    + "Features are kept in a folder beside it: a run that was interrupted is continued by the same "
                    + "command, and one with more clips looks at the new ones only."
        })
public final class TeachCommand implements Callable<Integer> {

    private static final String EXTENSION = ".safetensors";
    /** A log of hours is not filled with lines. */
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_WORKERS = 256;
    /** More would hold more clips in memory than an engine can keep up with. */
    private static final int WORKERS = 8;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--from", order = 1, required = true, paramLabel = "DIR",
            description = "Folder with a sub-folder an action.")
    private Path from;

    @Option(names = "--base", order = 2, paramLabel = "NAME|FILE",
            description = "Name of a model (see: models), or a checkpoint file. Default: that of the running "
                    + "recognizer.")
    private String base;

    @Option(names = "--name", order = 3, required = true, paramLabel = "NAME", description = "Name of the new model.")
    private String name;

    @Option(names = "--version", order = 4, paramLabel = "VERSION", defaultValue = "1.0.0",
            description = "Its version, such as 1.2.3 (default: ${DEFAULT-VALUE}).")
    private String version;

    @Option(names = "--out", order = 5, required = true, paramLabel = "FILE",
            description = "Checkpoint to write, " + EXTENSION + ".")
    private Path out;

    @Option(names = "--force", order = 6, description = "Replace the file of --out if it exists.")
    private boolean force;

    @Option(names = "--keep-base-classes", order = 20,
            description = "Keep the classes of the base, in front of the new ones.")
    private boolean keepBaseClasses;

    @Option(names = "--learner", order = 21, paramLabel = "NAME", defaultValue = Lesson.BEST_LEARNER,
            description = "best, discriminant, cosine, ridge or logistic (default: ${DEFAULT-VALUE}).")
    private String learner;

    @Option(names = "--false-alarms", order = 22, paramLabel = "N", defaultValue = "1",
            description = "False alarms an hour of 'none' that are accepted (default: ${DEFAULT-VALUE}).")
    private double falseAlarms;

    @Option(names = "--views", order = 23, paramLabel = "N", defaultValue = "3",
            description = "Looks at each clip, spread over its time; odd, 1 to 25 (default: ${DEFAULT-VALUE}).")
    private int views;

    @Option(names = "--cache", order = 30, paramLabel = "DIR",
            description = "Folder of the features. Default: the name of --out with .features at its end.")
    private Path cache;

    @Option(names = "--workers", order = 31, paramLabel = "N",
            description = "Clips worked on at the same time. The result does not depend on it. Default: one a "
                    + "processor, at most 8.")
    private Integer workers;

    @Mixin
    private EngineOptions engine;

    @Option(names = "--json", order = 90, description = "Print the report as JSON instead of text.")
    private boolean json;

    @Mixin
    private HelpOption help;

    public TeachCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        check();
        Path target = context.resolve(out);
        if (Files.exists(target) && !force) {
            throw new CommandException(out + " exists; --force replaces it");
        }
        Path features = cache == null ? target.resolveSibling(target.getFileName() + ".features")
                : context.resolve(cache);
        Lesson lesson = new Lesson(context.resolve(from).toString(), name.strip(), version.strip(), target.toString(),
                features.toString(), learner, views, keepBaseClasses, falseAlarms, workers());
        String wanted = base == null ? null : located(base);
        RecognizerChoice choice = new RecognizerChoice(wanted, null, null, engine.engine(), engine.threads());
        try (ProgressLine progress =
                new ProgressLine(context.err(), context.terminal(), System::nanoTime, LINE_NANOS)) {
            ModelInfo info;
            TeachingReport report;
            try (RecognizerHandle handle = context.platform().recognizer(choice, progress);
                    ServiceHandle<Model> model = context.platform().model(
                            wanted == null ? handle.model().name() : wanted, null, progress);
                    ServiceHandle<Teacher> teacher = context.platform().teacher()) {
                info = model.get().info();
                if (!(handle.recognizer() instanceof SegmentRecognizer segments)) {
                    throw new CommandException("expected a recognizer of this platform, found one that gives no "
                            + "features: " + handle.name());
                }
                report = teach(teacher.get(), segments, model.get(), lesson, progress);
            }
            progress.clear();
            report.warnings().forEach(context::warn);
            if (json) {
                ReportJson.print(context.out(), report);
            } else {
                ReportText.print(context.out(), report, info, out.toString());
            }
        }
        return 0;
    }

    private TeachingReport teach(Teacher teacher, SegmentRecognizer recognizer, Model model, Lesson lesson,
            ProgressLine progress) throws TeachingException, InterruptedException {
        TeachingProgressLine shown = new TeachingProgressLine(progress);
        try {
            return teacher.teach(recognizer, model, lesson, shown);
        } catch (InterruptedException e) {
            progress.clear();
            context.err().println("deltaframe: interrupted after " + shown.text()
                    + "; the same command goes on from there");
            throw e;
        }
    }

    private int workers() {
        return workers != null ? workers : Math.clamp(Runtime.getRuntime().availableProcessors(), 1, WORKERS);
    }

    private void check() throws UsageException {
        if (!out.toString().endsWith(EXTENSION)) {
            throw new UsageException("--out must end in " + EXTENSION + " but is " + out);
        }
        if (name.isBlank()) {
            throw new UsageException("--name is empty");
        }
        try {
            Version.parseVersion(version.strip());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--version must be in OSGi syntax such as 1.2.3 or 1.2.3.beta but is '"
                    + version + "'", e);
        }
        OptionCheck.require(spec, views >= 1 && views <= Lesson.MOST_VIEWS && views % 2 == 1, "--views",
                "an odd number from 1 to " + Lesson.MOST_VIEWS, views);
        OptionCheck.require(spec, falseAlarms >= 0 && !Double.isInfinite(falseAlarms), "--false-alarms",
                "a number from 0", falseAlarms);
        if (workers != null) {
            OptionCheck.inRange(spec, "--workers", 1, MOST_WORKERS, workers);
        }
        engine.check();
    }

    /** A file seen from the caller's folder, or a name as it is. */
    private String located(String model) {
        Path file = context.resolve(Path.of(model));
        return Files.isRegularFile(file) ? file.toString() : model;
    }
}
