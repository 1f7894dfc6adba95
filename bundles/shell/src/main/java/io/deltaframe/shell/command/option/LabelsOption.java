package io.deltaframe.shell.command.option;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code --labels}: names of the classes. */
@Command
public final class LabelsOption {

    @Option(names = "--labels", order = 20, paramLabel = "FILE",
            description = "Names of the classes in the order of the output: one a line, JSON or CSV.")
    private Path file;

    /** {@return the file as it was given, or null} */
    public Path file() {
        return file;
    }

    /** {@return the file seen from the caller's folder, or null} */
    public Path in(CommandContext context) {
        return file == null ? null : context.resolve(file);
    }
}
