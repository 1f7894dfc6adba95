package io.deltaframe.shell.command;

import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.platform.Platform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One call of a command, and all that came of it. */
public record Call(int status, String out, String err) {

    public static Call of(Platform platform, String... args) {
        return of(platform, null, false, args);
    }

    public static Call of(Platform platform, Path folder, boolean terminal, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = CommandRunner.run(new CommandContext(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), terminal, folder, platform), args);
        return new Call(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
