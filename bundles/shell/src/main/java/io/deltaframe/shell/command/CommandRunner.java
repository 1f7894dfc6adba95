package io.deltaframe.shell.command;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.teach.TeachingException;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.evaluation.EvaluationException;
import io.deltaframe.shell.command.bench.BenchCommand;
import io.deltaframe.shell.command.checkpoint.ConvertCommand;
import io.deltaframe.shell.command.checkpoint.InspectCommand;
import io.deltaframe.shell.command.evaluate.EvaluateCommand;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.recognize.DemoCommand;
import io.deltaframe.shell.command.recognize.RecognizeCommand;
import io.deltaframe.shell.command.serving.EnginesCommand;
import io.deltaframe.shell.command.serving.ModelsCommand;
import io.deltaframe.shell.command.serving.RecognizersCommand;
import io.deltaframe.shell.command.serving.SwapCommand;
import io.deltaframe.shell.command.teach.TeachCommand;
import io.deltaframe.shell.command.watch.CamerasCommand;
import io.deltaframe.shell.command.watch.MetricsCommand;
import io.deltaframe.shell.command.watch.WatchCommand;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.UsageException;
import io.deltaframe.tdn.CheckpointException;
import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** All commands of one call, and what becomes of their errors. */
final class CommandRunner {

    static final int FAILED = CommandLine.ExitCode.SOFTWARE;
    static final int WRONG_USAGE = CommandLine.ExitCode.USAGE;
    static final int INTERRUPTED = 130;

    /**
     * How a command ended.
     *
     * @param status  exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted
     * @param command the command as it was called, such as {@code deltaframe recognize}
     * @param message why, in one line that names what was wrong; empty if it is done
     */
    record Outcome(int status, String command, String message) { }

    private final CommandContext context;
    private Outcome failure;

    private CommandRunner(CommandContext context) {
        this.context = context;
    }

    /**
     * Runs one command for a caller who reads the error stream: what went wrong is told there.
     *
     * @param context who calls
     * @param args    the command and its arguments
     * @return exit status
     */
    static int run(CommandContext context, String... args) {
        Outcome outcome = outcome(context, args);
        if (outcome.status() == WRONG_USAGE) {
            context.err().println(outcome.command() + ": " + outcome.message());
            String help = outcome.command().contains(" ") ? outcome.command().replaceFirst(" ", " help ")
                    : outcome.command() + " help";
            context.err().println("Try '" + help + "'.");
        } else if (!outcome.message().isEmpty()) {
            context.err().println("deltaframe: " + outcome.message());
        }
        context.err().flush();
        return outcome.status();
    }

    /**
     * Runs one command.
     *
     * @param context who calls
     * @param args    the command and its arguments
     * @return how it ended; nobody was told so far
     */
    static Outcome outcome(CommandContext context, String... args) {
        CommandRunner runner = new CommandRunner(context);
        int status = runner.commandLine().execute(args);
        context.out().flush();
        context.err().flush();
        return runner.failure != null ? runner.failure : new Outcome(status, "deltaframe", "");
    }

    static CommandLine commandLine(CommandContext context) {
        return new CommandRunner(context).commandLine();
    }

    private CommandLine commandLine() {
        CommandLine commands = new CommandLine(new DeltaframeCommand())
                .addSubcommand(new RecognizeCommand(context))
                .addSubcommand(new WatchCommand(context))
                .addSubcommand(new DemoCommand(context))
                .addSubcommand(new BenchCommand(context))
                .addSubcommand(new EvaluateCommand(context))
                .addSubcommand(new TeachCommand(context))
                .addSubcommand(new ConvertCommand(context))
                .addSubcommand(new InspectCommand(context))
                .addSubcommand(new ModelsCommand(context))
                .addSubcommand(new EnginesCommand(context))
                .addSubcommand(new RecognizersCommand(context))
                .addSubcommand(new CamerasCommand(context))
                .addSubcommand(new MetricsCommand(context))
                .addSubcommand(new SwapCommand(context))
                .addSubcommand(new ShellCommand(context))
                .addSubcommand(new HelpCommand());
        // Plain text: the same words in a terminal, a file and a Gogo session, and in the help texts the script prints.
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        commands.setUsageHelpWidth(100);
        commands.setOut(new PrintWriter(context.out(), true));
        commands.setErr(new PrintWriter(context.err(), true));
        commands.setParameterExceptionHandler((e, args) -> ended(WRONG_USAGE, e.getCommandLine(),
                UsageMessage.of(e, args)));
        commands.setExecutionExceptionHandler((e, command, parsed) -> failed(command, e));
        return commands;
    }

    private int ended(int status, CommandLine command, String message) {
        failure = new Outcome(status, command.getCommandSpec().qualifiedName(), message);
        return status;
    }

    private int failed(CommandLine command, Exception e) {
        return switch (e) {
            case ParameterException usage -> ended(WRONG_USAGE, usage.getCommandLine(), UsageMessage.of(usage));
            case UsageException usage -> ended(WRONG_USAGE, command, OneLine.of(usage));
            case InterruptedException interrupted -> ended(INTERRUPTED, command, "");
            case RecognitionException cancelled when cancelled.getCause() instanceof CancellationException ->
                ended(INTERRUPTED, command, "");
            // These say what was expected of which thing, and what was found.
            case CommandException told -> ended(FAILED, command, OneLine.of(told));
            case RecognitionException told -> ended(FAILED, command, OneLine.of(told));
            case EvaluationException told -> ended(FAILED, command, OneLine.of(told));
            case TeachingException told -> ended(FAILED, command, OneLine.of(told));
            case VideoException told -> ended(FAILED, command, OneLine.of(told));
            case CheckpointException told -> ended(FAILED, command, OneLine.of(told));
            default -> ended(FAILED, command, OneLine.of(e.toString()));
        };
    }
}
