package io.deltaframe.shell.command;

import io.deltaframe.shell.command.option.HelpOption;
import io.deltaframe.shell.platform.BundleVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What stands before the commands: without one it explains them. */
@Command(name = "deltaframe",
        description = "Names the actions in videos with Temporal Difference Networks.",
        versionProvider = DeltaframeCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  deltaframe demo",
            "  deltaframe recognize holiday.mp4",
            "  deltaframe recognize --model tdn_resnet50_8f.pth.tar --labels labels.txt --crops 3 holiday.mp4",
            "  deltaframe watch --window 3s --hop 1s door.mp4",
            "  deltaframe evaluate --list val.txt --root frames --model 8f.pth,16f.pth --out results",
            "  deltaframe teach --from clips --base motion --name gestures --out gestures.safetensors",
            "",
            "Exit status: 0 done, 1 failed (one line on stderr says why), 2 wrong usage."
        })
final class DeltaframeCommand implements Runnable {

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"deltaframe " + BundleVersion.text()};
        }
    }

    @Spec
    private CommandSpec spec;

    @CommandLine.Mixin
    private HelpOption help;

    @CommandLine.Option(names = {"-V", "--version"}, versionHelp = true, description = "Print the version and exit.")
    private boolean version;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
