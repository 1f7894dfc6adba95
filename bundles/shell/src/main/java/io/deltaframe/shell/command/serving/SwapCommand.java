package io.deltaframe.shell.command.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.ModelSwitch;
import io.deltaframe.api.swap.ShadowReport;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.api.swap.SwitchStatus;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.command.option.OptionCheck;
import io.deltaframe.shell.output.JsonOutput;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.ServiceHandle;
import io.deltaframe.shell.platform.UsageException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code swap}: which model a recognizer runs, by hand. */
@Command(name = "swap",
        description = "In a running platform, have a recognizer run another model, or compare one with it first.",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "The new model is loaded while the old one serves; calls in flight end on the old one. The recognizer is "
                    + "then pinned to the new one, whatever its configuration says and whatever better models come, "
                    + "until --release, another swap, or the end of the platform. A model that cannot be loaded "
                    + "changes nothing, and the command says why.",
            "",
            "--shadow runs the model beside the one in service on calls that the platform makes anyway, each after it "
                    + "was answered, and tells how often both agree and how fast both are. Nothing is switched: swap "
                    + "without --shadow does that.",
            "",
            "A command of one call ends with its platform, so that swap is for deltaframe shell and other Gogo shells:",
            "  deltaframe:models",
            "  deltaframe:swap --shadow --calls 50 default door:2.0.0",
            "  deltaframe:swap default door:2.0.0"
        })
public final class SwapCommand implements Callable<Integer> {

    private static final int CALLS = 20;
    private static final int SECONDS = 60;
    /** For a number of calls that was asked for, however seldom calls come. */
    private static final int PATIENT_SECONDS = 3600;
    private static final int MOST = 1_000_000;

    private final CommandContext context;
    private Integer calls;
    private Integer seconds;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RECOGNIZER", description = "Name of a recognizer (see: recognizers).")
    private String recognizer;

    @Parameters(index = "1", arity = "0..1", paramLabel = "MODEL[:VERSION]",
            description = "Name of a model (see: models), and its version if not the best.")
    private String model;

    @Option(names = "--release", order = 1, description = "End the pin: follow the configuration again.")
    private boolean release;

    @Option(names = "--retry", order = 2, description = "Try again what failed to load.")
    private boolean retry;

    @Option(names = "--shadow", order = 3, description = "Compare only: run the model beside the one in service.")
    private boolean shadow;

    @Option(names = "--json", order = 6, description = "Print one JSON object instead of text.")
    private boolean json;

    @Mixin
    private HelpOption help;

    public SwapCommand(CommandContext context) {
        this.context = context;
    }

    @Option(names = "--calls", order = 4, paramLabel = "N",
            description = "End the comparison after N calls. Default: 20, or any number where --seconds is given.")
    void setCalls(int value) {
        calls = OptionCheck.inRange(spec, "--calls", 1, MOST, value);
    }

    @Option(names = "--seconds", order = 5, paramLabel = "S",
            description = "End the comparison after S seconds at the latest. Default: 60, or an hour where --calls is "
                    + "given.")
    void setSeconds(int value) {
        seconds = OptionCheck.inRange(spec, "--seconds", 1, MOST, value);
    }

    @Override
    public Integer call() throws CommandException, UsageException, InterruptedException, IOException {
        if (Stream.of(release, retry, model != null).filter(asked -> asked).count() != 1) {
            throw new UsageException("give one of MODEL, --release and --retry");
        }
        if (shadow && model == null || !shadow && (calls != null || seconds != null)) {
            throw new UsageException(shadow ? "--shadow takes a MODEL" : "--calls and --seconds go with --shadow");
        }
        try (ServiceHandle<ModelSwitch> handle = context.platform().modelSwitch(recognizer)) {
            ModelSwitch modelSwitch = handle.get();
            if (shadow) {
                print(modelSwitch.shadow(chosen(), calls != null ? calls : seconds != null ? 0 : CALLS,
                        Duration.ofSeconds(seconds != null ? seconds : calls != null ? PATIENT_SECONDS : SECONDS)));
            } else {
                print(release ? modelSwitch.release() : retry ? modelSwitch.retry() : modelSwitch.swap(chosen()));
            }
            return 0;
        } catch (SwapException e) {
            throw new CommandException(OneLine.of(e), e);
        }
    }

    private ModelChoice chosen() throws UsageException {
        try {
            return ModelChoice.parse(model);
        } catch (IllegalArgumentException e) {
            throw new UsageException(OneLine.of(e), e);
        }
    }

    private void print(SwitchStatus status) throws IOException {
        if (json) {
            try (JsonGenerator object = JsonOutput.to(context.out())) {
                object.writeStartObject();
                object.writeStringField("recognizer", status.recognizer());
                object.writeStringField("model", status.model());
                object.writeStringField("version", status.version());
                object.writeStringField("engine", status.engine());
                object.writeStringField("pinned", status.pinned());
                object.writeStringField("reason", OneLine.of(status.reason()));
                object.writeEndObject();
            }
            return;
        }
        context.out().println(status.recognizer()
                + (status.model().isEmpty() ? " has no model in service"
                        : " runs " + status.model() + " " + status.version() + " on " + status.engine())
                + (status.pinned().isEmpty() ? ", as configured" : ", pinned to " + status.pinned())
                + (status.reason().isEmpty() ? "" : "; " + OneLine.of(status.reason())));
    }

    private void print(ShadowReport report) throws IOException {
        if (json) {
            try (JsonGenerator object = JsonOutput.to(context.out())) {
                ShadowReportPrinter.json(object, report);
            }
        } else {
            ShadowReportPrinter.print(report, context.out());
        }
    }
}
