package io.deltaframe.shell.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help [COMMAND]}. */
@Command(name = "help", description = "Explain a command, or list them all.", parameterListHeading = "%n")
final class HelpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command to explain.")
    private String name;

    @Override
    public Integer call() {
        CommandLine commands = spec.parent().commandLine();
        CommandLine command = name == null ? commands : commands.getSubcommands().get(name);
        if (command == null) {
            throw new ParameterException(commands, "there is no command '" + name + "'");
        }
        command.usage(spec.commandLine().getOut());
        return 0;
    }
}
