package io.deltaframe.shell.command.option;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code --help}, the same on every command. */
@Command
public final class HelpOption {

    @Option(names = {"-h", "--help"}, order = 100, usageHelp = true, description = "Print this help and exit.")
    private boolean help;
}
