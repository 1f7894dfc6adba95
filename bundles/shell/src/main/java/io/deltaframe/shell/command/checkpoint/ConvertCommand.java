package io.deltaframe.shell.command.checkpoint;

import io.deltaframe.recognizer.labels.KnownOrder;
import io.deltaframe.recognizer.labels.LabelFiles;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.LabelsOption;
import io.deltaframe.shell.command.option.OptionCheck;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.UsageException;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import io.deltaframe.tdn.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.osgi.framework.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convert}: a released checkpoint becomes a model that describes itself. */
@Command(name = "convert",
        description = "Turn a checkpoint into a safetensors file that says all there is to know about the model.",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "The metadata get name, version, labels, segments, input_size, resize_short_side, provenance and license, "
                    + "and of the source its name, container and SHA-256. Tensors that the network does not use are "
                    + "left out; the others keep every bit unless --half is given."
        })
public final class ConvertCommand implements Callable<Integer> {

    private static final String EXTENSION = ".safetensors";
    private static final int LISTED = 3;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN",
            description = "PyTorch (.pth, .pth.tar) or safetensors, told apart by content.")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "File to write, " + EXTENSION + ".")
    private Path out;

    @Mixin
    private LabelsOption labels;

    @Mixin
    private WeightsOption weights;

    @Option(names = "--name", order = 21, paramLabel = "NAME",
            description = "Name of the model. Default: the source's own, else that of OUT.")
    private String name;

    @Option(names = "--version", order = 22, paramLabel = "VERSION",
            description = "Version in OSGi syntax, such as 1.2.3. Default: the source's own, else 1.0.0.")
    private String version;

    private Integer segments;
    private Integer inputSize;
    private Integer shortSide;

    @Option(names = "--provenance", order = 33, paramLabel = "TEXT", description = "Where the weights come from.")
    private String provenance;

    @Option(names = "--license", order = 34, paramLabel = "TEXT", description = "Licence of the weights.")
    private String license;

    @Option(names = "--half", order = 35,
            description = "Store weights in half precision: half the size, logits change in the third digit.")
    private boolean half;

    @Option(names = "--force", order = 36, description = "Replace OUT if it exists.")
    private boolean force;

    @Mixin
    private HelpOption help;

    public ConvertCommand(CommandContext context) {
        this.context = context;
    }

    @Option(names = "--segments", order = 30, paramLabel = "8|16",
            description = "Segments a clip. The tensors do not tell. Default: what the source says, else 8, with a "
                    + "warning.")
    void setSegments(int value) {
        segments = OptionCheck.segments(spec, value);
    }

    @Option(names = "--input-size", order = 31, paramLabel = "PIXELS",
            description = "Side of the centre crop. Default: what the source says, else 224.")
    void setInputSize(int value) {
        inputSize = size("--input-size", value);
    }

    @Option(names = "--resize-short-side", order = 32, paramLabel = "PIXELS",
            description = "Short side after resizing, and side of three crops. Default: what the source says, else "
                    + "256.")
    void setShortSide(int value) {
        shortSide = size("--resize-short-side", value);
    }

    private int size(String option, int value) {
        return OptionCheck.inRange(spec, option, CheckpointReport.SMALLEST_INPUT, CheckpointReport.LARGEST_INPUT,
                value);
    }

    @Override
    public Integer call() throws CommandException, UsageException, IOException {
        check();
        Path source = context.resolve(in);
        Path target = context.resolve(out);
        if (Files.exists(target)) {
            if (!force) {
                throw new CommandException(out + " exists; --force replaces it");
            }
            if (Files.exists(source) && Files.isSameFile(source, target)) {
                throw new CommandException("IN and OUT are the same file: " + out);
            }
        }
        Optional<List<String>> names = labels.file() == null ? Optional.empty() : Optional.of(readLabels());
        try (Checkpoint checkpoint = Checkpoints.open(source, weights.name())) {
            Architecture architecture = Architectures.detect(checkpoint, segments == null ? 0 : segments);
            if (names.isPresent() && names.get().size() != architecture.classes()) {
                throw new CommandException("labels file " + labels.file() + " has " + names.get().size()
                        + " names but " + in + " has " + architecture.classes() + " classes");
            }
            if (segments == null && !checkpoint.metadata().containsKey("segments")) {
                context.warn(in
                        + " does not say how many segments a clip has: 8 are assumed; say 16 (--segments 16) of a "
                        + "model of 16");
            }
            if (weights.name().isEmpty() && !checkpoint.otherWeights().isEmpty()) {
                context.warn(in + " has several sets of weights: " + WeightsOption.shown(checkpoint.weights())
                        + " is taken, not " + String.join(", ", checkpoint.otherWeights().stream()
                                .map(WeightsOption::shown).toList()) + " (--weights)");
            }
            List<String> unknown = Architectures.unknownKeys(checkpoint, architecture);
            if (!unknown.isEmpty()) {
                context.warn(unknown.size() + " keys of " + in + " are no part of the network and are left out: "
                        + String.join(", ", unknown.subList(0, Math.min(LISTED, unknown.size())))
                        + (unknown.size() > LISTED ? ", ..." : ""));
            }
            Map<String, String> metadata =
                    new ModelMetadata(name, version, names, segments, inputSize, shortSide, provenance, license)
                    .of(checkpoint, architecture, source, defaultName(), half);
            write(checkpoint, architecture, metadata, target);
            try (Checkpoint written = Checkpoints.open(target)) {
                CheckpointReport report = CheckpointReport.of(written, target, null, null);
                context.out().println(String.format(Locale.ROOT,
                        "%s: %s, %d classes, %d segments, %,d parameters, %s, %.1f MB", out,
                        architecture.describe(), architecture.classes(), architecture.segments(), report.parameters(),
                        half ? "half precision" : "single precision", Files.size(target) / 1e6));
            }
        }
        return 0;
    }

    private void check() throws UsageException {
        if (!out.toString().endsWith(EXTENSION)) {
            throw new UsageException("OUT must end in " + EXTENSION + " but is " + out);
        }
        if (version != null) {
            try {
                Version.parseVersion(version.strip());
            } catch (IllegalArgumentException e) {
                throw new UsageException("--version must be in OSGi syntax such as 1.2.3 or 1.2.3.beta but is '"
                        + version + "'", e);
            }
        }
        if (name != null && name.isBlank()) {
            throw new UsageException("--name is empty");
        }
    }

    private List<String> readLabels() throws CommandException {
        try {
            List<String> names = LabelFiles.read(labels.in(context));
            KnownOrder.oddity(names).ifPresent(context::warn);
            return names;
        } catch (IOException e) {
            throw new CommandException(OneLine.of(e), e);
        }
    }

    private String defaultName() {
        String file = out.getFileName().toString();
        return file.substring(0, file.length() - EXTENSION.length());
    }

    /** Beside its place first, so that nobody ever sees half of a file under its name. */
    private void write(Checkpoint checkpoint, Architecture architecture, Map<String, String> metadata, Path target)
            throws IOException, CommandException {
        Path folder = target.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new CommandException("no such folder: " + folder);
        }
        Path beside = folder.resolve(target.getFileName() + "." + UUID.randomUUID() + ".part");
        boolean complete = false;
        try {
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                SafetensorsWriter.write(checkpoint, Architectures.keys(checkpoint, architecture), metadata,
                        half ? SafetensorsWriter.Precision.HALF : SafetensorsWriter.Precision.SINGLE, channel);
                channel.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(beside);
            }
        }
    }
}
