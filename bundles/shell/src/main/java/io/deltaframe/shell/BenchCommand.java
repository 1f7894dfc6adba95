package io.deltaframe.shell;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.model.Model;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast the network runs here. */
@Command(name = "bench",
        description = "Time a network on an engine: no video, only the network.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "One clip runs again and again after the platform has come to rest. Without --model and --architecture the best model there is "
                    + "is timed; with --architecture made-up weights at 224x224, which take the same time as trained ones.",
            "",
            "The JSON object: model (null for made-up weights), architecture, segments, inputSize, engine, description (of the engine), threads "
                    + "(null where not given), repeat, compileMilliseconds (warm-up included), firstClipMilliseconds (the first after that), "
                    + "milliseconds {encode {min, median, p95}, classify {...}, clip {...}}."
        })
final class BenchCommand implements Callable<Integer> {

    private static final int RELEASED_SIZE = 224;
    /** Of Something-Something, which the released models were trained on. */
    private static final int RELEASED_CLASSES = 174;
    private static final int MAX_REPEAT = 100_000;

    private final Session session;

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", order = 1, paramLabel = "NAME|FILE", description = "Name of a model (see: models), or a checkpoint file.")
    private String model;

    private List<Integer> depths;
    private Integer segments;
    private Integer threads;
    private int repeat = 20;

    @Option(names = "--engine", order = 4, paramLabel = "ENGINE", defaultValue = "auto",
            description = "Engine to run on: auto, simd or tornado (default: ${DEFAULT-VALUE}).")
    private String engine;

    @Option(names = "--json", order = 7, description = "Print one JSON object instead of a table.")
    private boolean json;

    @Mixin
    private HelpOption help;

    BenchCommand(Session session) {
        this.session = session;
    }

    @Option(names = "--architecture", order = 2, paramLabel = "NAME", description = "A released architecture: resnet50 or resnet101.")
    void setArchitecture(String value) {
        depths = switch (value) {
            case "resnet50" -> Architecture.RESNET_50;
            case "resnet101" -> Architecture.RESNET_101;
            default -> throw wrong("--architecture must be resnet50 or resnet101 but is " + value);
        };
    }

    @Option(names = "--segments", order = 3, paramLabel = "8|16",
            description = "Segments a clip. Default: what the model file says, else 8.")
    void setSegments(int value) {
        if (value != 8 && value != 16) {
            throw wrong("--segments must be 8 or 16 but is " + value);
        }
        segments = value;
    }

    @Option(names = "--threads", order = 5, paramLabel = "N", description = "Threads of the simd engine. Default: one a processor.")
    void setThreads(int value) {
        if (value < 1 || value > 1024) {
            throw wrong("--threads must be 1 to 1024 but is " + value);
        }
        threads = value;
    }

    @Option(names = "--repeat", order = 6, paramLabel = "R", description = "Clips to time, 1 to 100000. Default: 20.")
    void setRepeat(int value) {
        if (value < 1 || value > MAX_REPEAT) {
            throw wrong("--repeat must be 1 to " + MAX_REPEAT + " but is " + value);
        }
        repeat = value;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    @Override
    public Integer call() throws Exception {
        if (model != null && depths != null) {
            throw new UsageException("--model has an architecture of its own: give --model or --architecture");
        }
        if (threads != null && !engine.equals("simd") && !engine.equals("auto")) {
            throw new UsageException("--threads is for the simd engine but --engine is " + engine);
        }
        BenchReport report;
        try (Progress progress = new Progress(session.err(), session.terminal());
                Lease<Engine> lease = session.platform().engine(engine.equals("auto") ? null : engine, threads)) {
            report = depths == null ? ofModel(lease.get(), progress) : ofArchitecture(lease.get(), progress);
        } catch (CheckpointException | EngineException e) {
            throw new CommandException(OneLine.of(e), e);
        }
        if (json) {
            report.json(session.out());
        } else {
            report.table(session.out());
        }
        return 0;
    }

    private BenchReport ofModel(Engine on, Progress progress)
            throws CommandException, UsageException, CheckpointException, EngineException, InterruptedException, IOException {
        try (Lease<Model> lease = session.platform().model(model, segments, progress)) {
            ModelInfo info = lease.get().info();
            ModelLeases.requireSegments(info, segments);
            try (Checkpoint checkpoint = Checkpoints.open(lease.get().openCheckpoint(), info.name())) {
                return time(on, info.name() + " " + info.version(), checkpoint, Architectures.detect(checkpoint, info.segments()),
                        info.inputSize(), progress);
            }
        }
    }

    private BenchReport ofArchitecture(Engine on, Progress progress)
            throws CommandException, CheckpointException, EngineException, InterruptedException {
        Architecture architecture = new Architecture(depths, Architecture.RELEASED_WIDTH, RELEASED_CLASSES,
                segments == null ? Architectures.DEFAULT_SEGMENTS : segments);
        try (Checkpoint checkpoint = new SyntheticCheckpoint(architecture)) {
            return time(on, null, checkpoint, architecture, RELEASED_SIZE, progress);
        }
    }

    private BenchReport time(Engine on, String name, Checkpoint checkpoint, Architecture architecture, int size, Progress progress)
            throws CommandException, CheckpointException, EngineException, InterruptedException {
        session.platform().rest(progress);
        // Whatever the model's own normalisation is, it takes the same time.
        NetworkPlan plan = new NetworkPlan(architecture, Normalization.IMAGENET, checkpoint);
        NetworkTiming timing = NetworkTiming.of(on, plan, size, repeat, progress);
        return new BenchReport(name, architecture.describe(), architecture.segments(), size, on.name(), on.description(), threads, repeat,
                timing);
    }
}
