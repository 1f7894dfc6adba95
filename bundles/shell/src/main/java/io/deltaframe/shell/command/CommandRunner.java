package io.deltaframe.shell.command;

import io.deltaframe.api.RecognitionException;
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
    private static final int INTERRUPTED = 130;

    private CommandRunner() { }

    /**
     * Runs one command.
     *
     * @param context who calls
     * @param args    the command and its arguments
     * @return exit status: 0 done, 1 failed, 2 wrong usage
     */
    static int run(CommandContext context, String... args) {
        int status = commandLine(context).execute(args);
        context.out().flush();
        context.err().flush();
        return status;
    }

    static CommandLine commandLine(CommandContext context) {
        CommandLine commands = new CommandLine(new DeltaframeCommand())
                .addSubcommand(new RecognizeCommand(context))
                .addSubcommand(new DemoCommand(context))
                .addSubcommand(new BenchCommand(context))
                .addSubcommand(new EvaluateCommand(context))
                .addSubcommand(new ConvertCommand(context))
                .addSubcommand(new InspectCommand(context))
                .addSubcommand(new ModelsCommand(context))
                .addSubcommand(new EnginesCommand(context))
                .addSubcommand(new RecognizersCommand(context))
                .addSubcommand(new SwapCommand(context))
                .addSubcommand(new ShellCommand(context))
                .addSubcommand(new HelpCommand());
        // Plain text: the same words in a terminal, a file and a Gogo session, and in the help texts the script prints.
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        commands.setUsageHelpWidth(100);
        commands.setOut(new PrintWriter(context.out(), true));
        commands.setErr(new PrintWriter(context.err(), true));
        commands.setParameterExceptionHandler((e, args) -> wrongUsage(context, e.getCommandLine(), UsageMessage.of(e)));
        commands.setExecutionExceptionHandler((e, command, parsed) -> failed(context, command, e));
        return commands;
    }

    private static int wrongUsage(CommandContext context, CommandLine command, String message) {
        String name = command.getCommandSpec().qualifiedName();
        context.err().println(name + ": " + message);
        String help = command.getParent() == null ? name + " help" : name.replaceFirst(" ", " help ");
        context.err().println("Try '" + help + "'.");
        return WRONG_USAGE;
    }

    private static int failed(CommandContext context, CommandLine command, Exception e) {
        switch (e) {
            case ParameterException usage -> {
                return wrongUsage(context, usage.getCommandLine(), UsageMessage.of(usage));
            }
            case UsageException usage -> {
                return wrongUsage(context, command, OneLine.of(usage));
            }
            case InterruptedException interrupted -> {
                return INTERRUPTED;
            }
            case RecognitionException cancelled when cancelled.getCause() instanceof CancellationException -> {
                return INTERRUPTED;
            }
            // These say what was expected of which thing, and what was found.
            case CommandException told -> context.err().println("deltaframe: " + OneLine.of(told));
            case RecognitionException told -> context.err().println("deltaframe: " + OneLine.of(told));
            case EvaluationException told -> context.err().println("deltaframe: " + OneLine.of(told));
            case VideoException told -> context.err().println("deltaframe: " + OneLine.of(told));
            case CheckpointException told -> context.err().println("deltaframe: " + OneLine.of(told));
            default -> context.err().println("deltaframe: " + OneLine.of(e.toString()));
        }
        return FAILED;
    }
}
