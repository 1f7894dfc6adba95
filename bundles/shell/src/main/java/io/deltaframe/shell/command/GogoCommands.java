package io.deltaframe.shell.command;

import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.platform.OsgiPlatform;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Process;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The same commands in Gogo. Nothing but Gogo ever asks for this service, so that this class, which needs Gogo's
 * package, is not even loaded where there is none. Public because Gogo calls it by reflection.
 */
@Component(service = GogoCommands.class, property = {
    "osgi.command.scope=deltaframe",
    "osgi.command.function=recognize",
    "osgi.command.function=watch",
    "osgi.command.function=cameras",
    "osgi.command.function=metrics",
    "osgi.command.function=demo",
    "osgi.command.function=bench",
    "osgi.command.function=evaluate",
    "osgi.command.function=teach",
    "osgi.command.function=convert",
    "osgi.command.function=inspect",
    "osgi.command.function=models",
    "osgi.command.function=engines",
    "osgi.command.function=recognizers",
    "osgi.command.function=swap",
    "osgi.command.function=help"
})
public final class GogoCommands {

    private final BundleContext context;

    /** @param context of this bundle */
    @Activate
    public GogoCommands(BundleContext context) {
        this.context = context;
    }

    @Descriptor("name the action in a video")
    public void recognize(CommandSession session,
            @Descriptor("[OPTIONS] VIDEO; deltaframe:recognize --help explains them") String... arguments) {
        run(session, "recognize", arguments);
    }

    @Descriptor("name actions in streams as they happen")
    public void watch(CommandSession session,
            @Descriptor("[OPTIONS] SOURCE...; deltaframe:watch --help explains them") String... arguments) {
        run(session, "watch", arguments);
    }

    @Descriptor("teach a model new actions from a few clips")
    public void teach(CommandSession session,
            @Descriptor("[OPTIONS]; deltaframe:teach --help explains them") String... arguments) {
        run(session, "teach", arguments);
    }

    @Descriptor("list the live sessions")
    public void cameras(CommandSession session, @Descriptor("[--json]") String... arguments) {
        run(session, "cameras", arguments);
    }

    @Descriptor("print the numbers of live sessions and engines in Prometheus' format")
    public void metrics(CommandSession session, String... arguments) {
        run(session, "metrics", arguments);
    }

    @Descriptor("render a short clip and name the motion in it")
    public void demo(CommandSession session,
            @Descriptor("[OPTIONS]; deltaframe:demo --help explains them") String... arguments) {
        run(session, "demo", arguments);
    }

    @Descriptor("time a network on an engine")
    public void bench(CommandSession session,
            @Descriptor("[OPTIONS]; deltaframe:bench --help explains them") String... arguments) {
        run(session, "bench", arguments);
    }

    @Descriptor("measure a model on a list of labelled videos")
    public void evaluate(CommandSession session,
            @Descriptor("OPTIONS; deltaframe:evaluate --help explains them") String... arguments) {
        run(session, "evaluate", arguments);
    }

    @Descriptor("turn a checkpoint into a self-describing safetensors file")
    public void convert(CommandSession session,
            @Descriptor("[OPTIONS] IN OUT; deltaframe:convert --help explains them") String... arguments) {
        run(session, "convert", arguments);
    }

    @Descriptor("tell what is in a checkpoint")
    public void inspect(CommandSession session,
            @Descriptor("[OPTIONS] FILE; deltaframe:inspect --help explains them") String... arguments) {
        run(session, "inspect", arguments);
    }

    @Descriptor("list the models")
    public void models(CommandSession session, @Descriptor("[--json]") String... arguments) {
        run(session, "models", arguments);
    }

    @Descriptor("list the engines")
    public void engines(CommandSession session, @Descriptor("[--json]") String... arguments) {
        run(session, "engines", arguments);
    }

    @Descriptor("list the recognizers")
    public void recognizers(CommandSession session, @Descriptor("[--json]") String... arguments) {
        run(session, "recognizers", arguments);
    }

    @Descriptor("have a recognizer run another model, or compare one with it")
    public void swap(CommandSession session,
            @Descriptor("[OPTIONS] RECOGNIZER [MODEL[:VERSION]]; deltaframe:swap --help explains them")
            String... arguments) {
        run(session, "swap", arguments);
    }

    @Descriptor("explain the commands of Deltaframe")
    public void help(CommandSession session, @Descriptor("[COMMAND]") String... arguments) {
        run(session, "help", arguments);
    }

    private void run(CommandSession session, String command, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(command);
        line.addAll(List.of(arguments));
        // The streams of this command in its pipeline, so that `deltaframe:models | grep x` works; the session's
        // otherwise.
        Process process = Process.Utils.current();
        PrintStream out = process == null ? session.getConsole() : process.out();
        PrintStream err = process == null ? session.getConsole() : process.err();
        // Gogo takes its own streams for a terminal even where the platform's are piped.
        boolean terminal = process != null && process.isTty(2) && Terminals.isConsole();
        CommandRunner.Outcome outcome = CommandRunner.outcome(
                new CommandContext(out, err, terminal, session.currentDir(), new OsgiPlatform(context)),
                line.toArray(String[]::new));
        if (outcome.status() != 0) {
            throw new DeltaframeException(message(outcome));
        }
    }

    static String message(CommandRunner.Outcome outcome) {
        String command = outcome.command().replaceFirst("^deltaframe ", "");
        return switch (outcome.status()) {
            case CommandRunner.WRONG_USAGE -> command + ": " + outcome.message() + "; try deltaframe:help"
                    + (command.equals("deltaframe") ? "" : " " + command);
            case CommandRunner.INTERRUPTED -> command + ": interrupted";
            default -> outcome.message();
        };
    }
}
