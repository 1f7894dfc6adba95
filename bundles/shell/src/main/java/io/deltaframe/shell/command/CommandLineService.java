package io.deltaframe.shell.command;

import io.deltaframe.api.config.LauncherProperties;
import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.platform.OsgiPlatform;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The command line for a launcher outside the framework, which finds it by its property and calls it by reflection.
 * Public for that reason alone; the package is not exported.
 *
 * <p>The framework property {@value LauncherProperties#TERMINAL}, if {@code true}, says that the error stream is a
 * terminal.
 */
@Component(service = CommandLineService.class, property = LauncherProperties.COMMAND_LINE + "=true")
public final class CommandLineService {

    private final BundleContext context;

    /** @param context of this bundle */
    @Activate
    public CommandLineService(BundleContext context) {
        this.context = context;
    }

    /**
     * Runs one command.
     *
     * @param args the command and its arguments, as the user's shell split them
     * @param in   standard input
     * @param out  results
     * @param err  errors, warnings, progress
     * @return exit status: 0 done, 1 failed, 2 wrong usage
     */
    public int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        if (args.length > 0 && args[0].equals("swap") && !List.of(args).contains("--help")
                && !List.of(args).contains("-h")) {
            err.println("deltaframe: swap changes a running platform, and this one ends with the command: use it in "
                    + "'deltaframe shell'");
            return CommandRunner.WRONG_USAGE;
        }
        boolean terminal = Boolean.parseBoolean(context.getProperty(LauncherProperties.TERMINAL));
        return CommandRunner.run(new CommandContext(out, err, terminal, null, new OsgiPlatform(context)), args);
    }
}
