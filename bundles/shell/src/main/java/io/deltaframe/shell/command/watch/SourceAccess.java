package io.deltaframe.shell.command.watch;

import io.deltaframe.api.video.Credentials;
import io.deltaframe.api.video.StreamOptions;
import io.deltaframe.api.video.StreamOptions.Transport;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options of {@code watch}: how cameras are asked. */
@Command
final class SourceAccess {

    @Option(names = "--transport", order = 60, paramLabel = "tcp|udp", defaultValue = "tcp",
            description = "By which RTSP brings pictures: tcp loses none on the way, udp has less delay (default: "
                    + "${DEFAULT-VALUE}).")
    private String transport;

    @Option(names = "--user", order = 61, paramLabel = "NAME", description = "User that asks the sources.")
    private String user = "";

    @Option(names = "--password-file", order = 62, paramLabel = "FILE",
            description = "File whose first line is the user's password. There is no option for the password itself: "
                    + "others on the machine would see it.")
    private String file;

    @Option(names = "--password-env", order = 63, paramLabel = "NAME",
            description = "Environment variable whose value is the user's password.")
    private String variable;

    /** {@return how streams are opened} */
    StreamOptions options(CommandContext context) throws UsageException, CommandException {
        Transport by = switch (transport) {
            case "tcp" -> Transport.TCP;
            case "udp" -> Transport.UDP;
            default -> throw new UsageException("--transport must be tcp or udp but is " + transport);
        };
        if (file != null && variable != null) {
            throw new UsageException("--password-file and --password-env exclude each other");
        }
        if (user.isEmpty() && (file != null || variable != null)) {
            throw new UsageException((file != null ? "--password-file" : "--password-env") + " needs --user");
        }
        try {
            Credentials credentials = file != null ? Credentials.fromFile(user, context.resolve(file))
                    : variable != null ? Credentials.fromEnvironment(user, variable) : new Credentials(user, "");
            return StreamOptions.DEFAULTS.withTransport(by).withCredentials(credentials);
        } catch (IllegalArgumentException e) {
            throw new CommandException((file != null ? "--password-file: " : "--password-env: ") + e.getMessage(), e);
        }
    }
}
