package io.deltaframe.shell.command;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.evaluation.EvaluationException;
import io.deltaframe.shell.command.bench.BenchCommand;
import io.deltaframe.shell.command.checkpoint.ConvertCommand;
import io.deltaframe.shell.command.checkpoint.InspectCommand;
import io.deltaframe.shell.command.evaluate.EvaluateCommand;
import io.deltaframe.shell.command.option.Session;
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
final class Commands {

    static final int FAILED = CommandLine.ExitCode.SOFTWARE;
    static final int WRONG_USAGE = CommandLine.ExitCode.USAGE;
    private static final int INTERRUPTED = 130;

    private Commands() { }

    /**
     * Runs one command.
     *
     * @param session who calls
     * @param args    the command and its arguments
     * @return exit status: 0 done, 1 failed, 2 wrong usage
     */
    static int run(Session session, String... args) {
        int status = commandLine(session).execute(args);
        session.out().flush();
        session.err().flush();
        return status;
    }

    static CommandLine commandLine(Session session) {
        CommandLine commands = new CommandLine(new DeltaframeCommand())
                .addSubcommand(new RecognizeCommand(session))
                .addSubcommand(new DemoCommand(session))
                .addSubcommand(new BenchCommand(session))
                .addSubcommand(new EvaluateCommand(session))
                .addSubcommand(new ConvertCommand(session))
                .addSubcommand(new InspectCommand(session))
                .addSubcommand(new ModelsCommand(session))
                .addSubcommand(new EnginesCommand(session))
                .addSubcommand(new RecognizersCommand(session))
                .addSubcommand(new SwapCommand(session))
                .addSubcommand(new ShellCommand(session))
                .addSubcommand(new HelpCommand());
        // Plain text: the same words in a terminal, a file and a Gogo session, and in the help texts the script prints.
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        commands.setUsageHelpWidth(100);
        commands.setOut(new PrintWriter(session.out(), true));
        commands.setErr(new PrintWriter(session.err(), true));
        commands.setParameterExceptionHandler((e, args) -> wrongUsage(session, e.getCommandLine(), OneLine.of(e)));
        commands.setExecutionExceptionHandler((e, command, parsed) -> failed(session, command, e));
        return commands;
    }

    private static int wrongUsage(Session session, CommandLine command, String message) {
        String name = command.getCommandSpec().qualifiedName();
        session.err().println(name + ": " + message);
        session.err().println("Try '" + (command.getParent() == null ? name + " help" : name.replaceFirst(" ", " help ")) + "'.");
        return WRONG_USAGE;
    }

    private static int failed(Session session, CommandLine command, Exception e) {
        switch (e) {
            case ParameterException usage -> {
                return wrongUsage(session, usage.getCommandLine(), OneLine.of(usage));
            }
            case UsageException usage -> {
                return wrongUsage(session, command, OneLine.of(usage));
            }
            case InterruptedException interrupted -> {
                return INTERRUPTED;
            }
            case RecognitionException cancelled when cancelled.getCause() instanceof CancellationException -> {
                return INTERRUPTED;
            }
            // These say what was expected of which thing, and what was found.
            case CommandException told -> session.err().println("deltaframe: " + OneLine.of(told));
            case RecognitionException told -> session.err().println("deltaframe: " + OneLine.of(told));
            case EvaluationException told -> session.err().println("deltaframe: " + OneLine.of(told));
            case VideoException told -> session.err().println("deltaframe: " + OneLine.of(told));
            case CheckpointException told -> session.err().println("deltaframe: " + OneLine.of(told));
            default -> session.err().println("deltaframe: " + OneLine.of(e.toString()));
        }
        return FAILED;
    }
}
