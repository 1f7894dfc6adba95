package io.deltaframe.shell.command.recognize;

import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.shell.platform.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of every command that recognises: how thoroughly, on what, and how to print. */
@Command
final class RecognizeOptions {

    @Spec(Target.MIXEE)
    private CommandSpec mixee;

    private int crops;
    private int clips;
    private int top = 5;
    private Integer threads;

    @Option(names = "--engine", order = 7, paramLabel = "ENGINE", defaultValue = "auto",
            description = "Engine to run on: auto, simd or tornado (default: ${DEFAULT-VALUE}).")
    private String engine;

    @Option(names = "--json", order = 9, description = "Print one JSON object instead of a table.")
    private boolean json;

    @Option(names = "--logits", order = 10, description = "Add the averaged logits to the JSON; only with --json.")
    private boolean logits;

    @Option(names = "--crops", order = 4, paramLabel = "1|3",
            description = "Crops of each frame: 1 (centre) or 3 (left, centre, right over the full short side). Default: 1.")
    void setCrops(int value) {
        crops = require(value == 1 || value == 3, "--crops", "1 or 3", value);
    }

    @Option(names = "--clips", order = 5, paramLabel = "N",
            description = "Clips of the video, 1 to 100, at evenly spread offsets inside its segments. Default: 1.")
    void setClips(int value) {
        clips = require(value >= 1 && value <= 100, "--clips", "1 to 100", value);
    }

    @Option(names = "--top", order = 6, paramLabel = "K", description = "Actions to print, the best first. Default: 5.")
    void setTop(int value) {
        top = require(value >= 1, "--top", "at least 1", value);
    }

    @Option(names = "--threads", order = 8, paramLabel = "N", description = "Threads of the simd engine. Default: one a processor.")
    void setThreads(int value) {
        threads = require(value >= 1 && value <= 1024, "--threads", "1 to 1024", value);
    }

    private int require(boolean holds, String option, String expected, int value) {
        if (!holds) {
            throw new ParameterException(mixee.commandLine(), option + " must be " + expected + " but is " + value);
        }
        return value;
    }

    /** Options that contradict each other. */
    void check() throws UsageException {
        if (logits && !json) {
            throw new UsageException("--logits adds to the JSON: give --json too");
        }
        if (threads != null && !engine().equals("simd") && !engine().equals("auto")) {
            throw new UsageException("--threads is for the simd engine but --engine is " + engine);
        }
    }

    /** {@return views to compute; what is not given is as the recognizer is configured} */
    RecognitionOptions options() {
        return new RecognitionOptions(clips, crops);
    }

    /** {@return name of the engine, or {@code auto}} */
    String engine() {
        return engine;
    }

    /** {@return name of the engine, or null for any} */
    String engineOrNull() {
        return engine.equals("auto") ? null : engine;
    }

    /** {@return threads of the simd engine, or null} */
    Integer threads() {
        return threads;
    }

    /** {@return how many actions to print} */
    int top() {
        return top;
    }

    /** {@return whether to print JSON} */
    boolean json() {
        return json;
    }

    /** {@return whether to add logits to the JSON} */
    boolean logits() {
        return logits;
    }
}
