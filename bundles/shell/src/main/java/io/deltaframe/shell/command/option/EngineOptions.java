package io.deltaframe.shell.command.option;

import io.deltaframe.api.config.EngineConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.shell.platform.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** {@code --engine} and {@code --threads}: what a command runs networks on. */
@Command
public final class EngineOptions {

    private static final int MOST_THREADS = 1024;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    private Integer threads;

    @Option(names = "--engine", order = 70, paramLabel = "ENGINE", defaultValue = RecognizerConfig.ANY_ENGINE,
            description = "Engine to run on: auto, simd, scalar or tornado (default: ${DEFAULT-VALUE}).")
    private String engine;

    @Option(names = "--threads", order = 71, paramLabel = "N",
            description = "Threads of the simd engine. Default: one a processor.")
    void setThreads(int value) {
        threads = OptionCheck.inRange(command, "--threads", 1, MOST_THREADS, value);
    }

    /**
     * Finds options that contradict each other.
     *
     * @throws UsageException if they do
     */
    public void check() throws UsageException {
        if (threads != null && engine() != null && !engine.equals(EngineConfig.SIMD)) {
            throw new UsageException("--threads is for the simd engine but --engine is " + engine);
        }
    }

    /** {@return name of the engine, or null for any} */
    public String engine() {
        return engine.equals(RecognizerConfig.ANY_ENGINE) ? null : engine;
    }

    /** {@return threads of the simd engine, or null} */
    public Integer threads() {
        return threads;
    }
}
