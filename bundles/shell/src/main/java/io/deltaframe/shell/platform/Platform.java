package io.deltaframe.shell.platform;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.metrics.Metrics;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.swap.ModelSwitch;
import io.deltaframe.api.swap.SwitchStatus;
import io.deltaframe.api.teach.Teacher;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.shell.output.ProgressLine;
import io.deltaframe.tdn.engine.Engine;
import java.nio.file.Path;
import java.util.List;

/** What the commands ask of the platform they run in: the services they need and the state of its parts. */
public interface Platform {

    /**
     * A recognizer in service.
     *
     * @param name     its name
     * @param model    name of its model
     * @param version  version of its model
     * @param engine   engine it runs on
     * @param segments segments a clip
     * @param classes  number of classes
     * @param networks name and version of each model it runs: one, or those of an ensemble
     */
    record RecognizerInfo(String name, String model, String version, String engine, int segments, int classes,
            List<String> networks) { }

    /**
     * An engine in service.
     *
     * @param name        its name
     * @param description what it runs on
     */
    record EngineInfo(String name, String description) { }

    /**
     * Checks segments that were asked for with a model that has its own.
     *
     * @param model    the model
     * @param segments segments a clip that were asked for, or null
     * @throws UsageException if they are not the model's
     */
    static void requireSegments(ModelInfo model, Integer segments) throws UsageException {
        if (segments != null && segments != model.segments()) {
            throw new UsageException("model " + model.name() + " " + model.version() + " has " + model.segments()
                    + " segments, not " + segments + "; --segments is for checkpoint files that do not say");
        }
    }

    /** {@return the models in service, by name and version} */
    List<ModelInfo> models();

    /** {@return the engines in service, the preferred first} */
    List<EngineInfo> engines();

    /** {@return the recognizers in service, the preferred first} */
    List<RecognizerInfo> recognizers();

    /** {@return what the recognizers run and why, also of those that run nothing} */
    List<SwitchStatus> switches();

    /**
     * Finds the switch of a recognizer.
     *
     * @param recognizer its name
     * @return the switch, to be closed
     * @throws CommandException     if there is no such recognizer
     * @throws InterruptedException if interrupted
     */
    ServiceHandle<ModelSwitch> modelSwitch(String recognizer) throws CommandException, InterruptedException;

    /**
     * {@return the state of all parts of a kind, ready or not}
     *
     * @param kind models, engines or recognizers
     */
    List<Readiness> readiness(Readiness.Kind kind);

    /**
     * Waits until no part of a kind is being loaded any more, so that a platform that just started shows what it has.
     * Bounded.
     *
     * @param kind models, engines or recognizers
     * @throws InterruptedException if interrupted
     */
    void awaitLoaded(Readiness.Kind kind) throws InterruptedException;

    /**
     * Finds a running recognizer that fits, or makes one for the time of a command.
     *
     * @param choice   which
     * @param progress told what is being waited for
     * @return the recognizer, to be closed
     * @throws CommandException     if there is none, or it cannot be made
     * @throws UsageException       if the choice contradicts itself
     * @throws InterruptedException if interrupted; nothing is left behind
     */
    RecognizerHandle recognizer(RecognizerChoice choice, ProgressLine progress)
            throws CommandException, UsageException, InterruptedException;

    /**
     * Finds an engine.
     *
     * @param name    its name, or null for the preferred one
     * @param threads threads the {@code simd} engine has while it is held, or null for those it is configured with
     * @return the engine, to be closed
     * @throws CommandException     if it is not in service
     * @throws UsageException       if there is no such engine
     * @throws InterruptedException if interrupted; nothing is left behind
     */
    ServiceHandle<Engine> engine(String name, Integer threads)
            throws CommandException, UsageException, InterruptedException;

    /**
     * Finds a model, or makes one of a checkpoint file.
     *
     * @param wanted   name of a model or path of a checkpoint file, or null for the best model there is
     * @param segments segments a clip for a file that does not say, or null
     * @param progress told what is being waited for
     * @return the model, to be closed
     * @throws CommandException     if there is none, or it cannot be loaded
     * @throws UsageException       if what is wanted contradicts itself
     * @throws InterruptedException if interrupted; nothing is left behind
     */
    ServiceHandle<Model> model(String wanted, Integer segments, ProgressLine progress)
            throws CommandException, UsageException, InterruptedException;

    /**
     * Waits until nothing is being loaded, so that what is timed has the processors to itself.
     *
     * @param progress told what is being waited for
     * @throws CommandException     if it takes minutes
     * @throws InterruptedException if interrupted
     */
    void awaitIdle(ProgressLine progress) throws CommandException, InterruptedException;

    /**
     * Makes an ensemble recognizer for the time of a command.
     *
     * @param choice   of what
     * @param progress told what is being waited for
     * @return the recognizer, to be closed
     * @throws CommandException     if it cannot be made
     * @throws UsageException       if the choice contradicts itself
     * @throws InterruptedException if interrupted; nothing is left behind
     */
    RecognizerHandle recognizer(EnsembleChoice choice, ProgressLine progress)
            throws CommandException, UsageException, InterruptedException;

    /**
     * Finds the service that opens live sessions.
     *
     * @return the service, to be closed
     * @throws CommandException     if there is none
     * @throws InterruptedException if interrupted
     */
    ServiceHandle<LiveSessions> live() throws CommandException, InterruptedException;

    /**
     * Finds the service that teaches.
     *
     * @return the service, to be closed
     * @throws CommandException     if there is none
     * @throws InterruptedException if interrupted
     */
    ServiceHandle<Teacher> teacher() throws CommandException, InterruptedException;

    /**
     * Finds the service that gives numbers about live sessions and engines.
     *
     * @return the service, to be closed
     * @throws CommandException     if there is none
     * @throws InterruptedException if interrupted
     */
    ServiceHandle<Metrics> metrics() throws CommandException, InterruptedException;

    /**
     * Encodes frames to H.264.
     *
     * @param file      MP4 file to write
     * @param frameRate frames a second
     * @param bitRate   bits a second
     * @param frames    the frames
     * @throws CommandException     if there is no service that encodes
     * @throws VideoException       if the file cannot be written
     * @throws InterruptedException if interrupted
     */
    void encode(Path file, double frameRate, int bitRate, Iterable<Frame> frames)
            throws CommandException, VideoException, InterruptedException;
}
