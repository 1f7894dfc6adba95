package io.deltaframe.shell.command.bench;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.model.Model;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.EngineOptions;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.ModelOptions;
import io.deltaframe.shell.command.option.OptionCheck;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.ProgressLine;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.Platform;
import io.deltaframe.shell.platform.ServiceHandle;
import io.deltaframe.shell.platform.UsageException;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.SyntheticCheckpoint;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.EngineException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast the network runs here. */
@Command(name = "bench",
        description = "Time a network on an engine: no video, only the network.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "One clip runs again and again after the platform has come to rest. Without --model and --architecture the "
                    + "best model there is is timed; with --architecture made-up weights at 224x224, which take the "
                    + "same time as trained ones.",
            "",
            "The JSON object: model (null for made-up weights), architecture, segments, inputSize, engine, description "
                    + "(of the engine), threads (null where not given), repeat, compileMilliseconds (warm-up "
                    + "included), firstClipMilliseconds (the first after that), milliseconds {encode {min, median, "
                    + "p95}, classify {...}, clip {...}}."
        })
public final class BenchCommand implements Callable<Integer> {

    private static final int RELEASED_SIZE = 224;
    /** Of Something-Something, which the released models were trained on. */
    private static final int RELEASED_CLASSES = 174;
    private static final int MAX_REPEAT = 100_000;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    private List<Integer> depths;
    private int repeat = 20;

    @Mixin
    private ModelOptions model;

    @Mixin
    private EngineOptions engine;

    @Option(names = "--json", order = 90, description = "Print one JSON object instead of a table.")
    private boolean json;

    @Mixin
    private HelpOption help;

    public BenchCommand(CommandContext context) {
        this.context = context;
    }

    @Option(names = "--architecture", order = 20, paramLabel = "NAME",
            description = "A released architecture: resnet50 or resnet101.")
    void setArchitecture(String value) {
        depths = switch (value) {
            case "resnet50" -> Architecture.RESNET_50;
            case "resnet101" -> Architecture.RESNET_101;
            default -> throw OptionCheck.wrong(spec, "--architecture", "resnet50 or resnet101", value);
        };
    }

    @Option(names = "--repeat", order = 72, paramLabel = "R", description = "Clips to time, 1 to 100000. Default: 20.")
    void setRepeat(int value) {
        repeat = OptionCheck.inRange(spec, "--repeat", 1, MAX_REPEAT, value);
    }

    @Override
    public Integer call() throws Exception {
        if (model.model() != null && depths != null) {
            throw new UsageException("--model has an architecture of its own: give --model or --architecture");
        }
        engine.check();
        BenchReport report;
        try (ProgressLine progress = new ProgressLine(context.err(), context.terminal());
                ServiceHandle<Engine> handle = context.platform().engine(engine.engine(), engine.threads())) {
            report = depths == null ? ofModel(handle.get(), progress) : ofArchitecture(handle.get(), progress);
        } catch (CheckpointException | EngineException e) {
            throw new CommandException(OneLine.of(e), e);
        }
        if (json) {
            report.json(context.out());
        } else {
            report.table(context.out());
        }
        return 0;
    }

    private BenchReport ofModel(Engine on, ProgressLine progress)
            throws CommandException, UsageException, EngineException, InterruptedException, IOException {
        try (ServiceHandle<Model> handle = context.platform().model(model.model(), model.segments(), progress)) {
            ModelInfo info = handle.get().info();
            Platform.requireSegments(info, model.segments());
            try (Checkpoint checkpoint = Checkpoints.open(handle.get().openCheckpoint(), info.name())) {
                return time(on, info.name() + " " + info.version(), checkpoint,
                        Architectures.detect(checkpoint, info.segments()), info.inputSize(), progress);
            }
        }
    }

    private BenchReport ofArchitecture(Engine on, ProgressLine progress)
            throws CommandException, CheckpointException, EngineException, InterruptedException {
        Architecture architecture = new Architecture(depths, Architecture.RELEASED_WIDTH, RELEASED_CLASSES,
                model.segments() == null ? Architectures.DEFAULT_SEGMENTS : model.segments());
        try (Checkpoint checkpoint = new SyntheticCheckpoint(architecture)) {
            return time(on, null, checkpoint, architecture, RELEASED_SIZE, progress);
        }
    }

    private BenchReport time(Engine on, String name, Checkpoint checkpoint, Architecture architecture, int size,
            ProgressLine progress)
            throws CommandException, CheckpointException, EngineException, InterruptedException {
        context.platform().awaitIdle(progress);
        // Whatever the model's own normalisation is, it takes the same time.
        NetworkPlan plan = new NetworkPlan(architecture, Normalization.IMAGENET, checkpoint);
        NetworkTiming timing = NetworkTiming.of(on, plan, size, repeat, progress);
        return new BenchReport(name, architecture.describe(), architecture.segments(), size, on.name(),
                on.description(), engine.threads(), repeat, timing);
    }
}
