package io.deltaframe.shell.command.watch;

import io.deltaframe.api.metrics.Metrics;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.ServiceHandle;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code metrics}: the numbers of live sessions and engines. */
@Command(name = "metrics",
        description = "Print counters and times of live sessions and engines in Prometheus' text format.",
        optionListHeading = "%nOptions:%n")
public final class MetricsCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private HelpOption help;

    public MetricsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        try (ServiceHandle<Metrics> metrics = context.platform().metrics()) {
            context.out().print(metrics.get().prometheus());
        }
        return 0;
    }
}
