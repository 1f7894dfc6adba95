package io.deltaframe.shell.command;

import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.command.option.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Listed here so that help knows it. The launcher starts Gogo itself, before any command of a bundle could. */
@Command(name = "shell",
        description = "Start an interactive Gogo shell with these commands.",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "In the shell the commands are deltaframe:recognize, deltaframe:models and so on, or without the prefix "
                    + "where no other bundle has a command of that name. exit or Ctrl-D leaves it; exit STATUS "
                    + "ends the process with that status. Commands can be piped in:",
            "  echo 'deltaframe:models' | deltaframe shell"
        })
final class ShellCommand implements Runnable {

    private final CommandContext context;

    @Mixin
    private HelpOption help;

    ShellCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        context.err().println("deltaframe: this is a shell already");
    }
}
