package io.deltaframe.shell.platform;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.metrics.Metrics;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.swap.ModelSwitch;
import io.deltaframe.api.swap.SwitchStatus;
import io.deltaframe.api.teach.Teacher;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoWriter;
import io.deltaframe.shell.output.ProgressLine;
import io.deltaframe.tdn.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The platform as the service registry shows it. */
public final class OsgiPlatform implements Platform {

    /** For services that come up by themselves when their bundle starts. */
    private static final Duration SERVICE_WAIT = Duration.ofSeconds(10);
    /** Who still waits after this time waits for something that is not on its way. */
    private static final Duration WAITING_WAIT = Duration.ofSeconds(5);
    /** For what is being loaded already: seconds, but many on a machine that is busy with other things. */
    private static final Duration LOADED_WAIT = Duration.ofMinutes(1);

    private final ServiceRegistry registry;

    public OsgiPlatform(BundleContext context) {
        this.registry = new ServiceRegistry(context);
    }

    @Override
    public List<ModelInfo> models() {
        return new ModelFinder(registry).present();
    }

    @Override
    public List<EngineInfo> engines() {
        return registry.each(Engine.class, null,
                (reference, engine) -> new EngineInfo(engine.name(), engine.description()));
    }

    @Override
    public List<RecognizerInfo> recognizers() {
        return registry.each(Recognizer.class, null, (reference, recognizer) -> new RecognizerInfo(
                text(reference, Recognizer.NAME),
                text(reference, Recognizer.MODEL), text(reference, Recognizer.MODEL_VERSION),
                text(reference, Recognizer.ENGINE),
                number(reference, Recognizer.SEGMENTS), number(reference, Recognizer.LABELS_COUNT),
                networks(recognizer)));
    }

    private static List<String> networks(Recognizer recognizer) {
        try {
            ModelInfo model = recognizer.model();
            return (model.members().isEmpty() ? List.of(model) : model.members()).stream()
                    .map(network -> network.name() + " " + network.version()).toList();
        } catch (IllegalStateException e) {
            // It lost its last model just now
            return List.of();
        }
    }

    @Override
    public List<SwitchStatus> switches() {
        return registry.each(ModelSwitch.class, null, (reference, modelSwitch) -> modelSwitch.status());
    }

    @Override
    public ServiceHandle<ModelSwitch> modelSwitch(String recognizer) throws CommandException, InterruptedException {
        String filter = "(" + Recognizer.NAME + "=" + ServiceRegistry.escape(recognizer) + ")";
        return registry.await(WAITING_WAIT, () -> registry.get(ModelSwitch.class, filter))
                .orElseThrow(() -> new CommandException("there is no recognizer '" + recognizer
                        + "'; recognizers present: "
                        + switches().stream().map(SwitchStatus::recognizer).sorted().collect(Collectors.joining(", "))))
                .handle();
    }

    private static String text(ServiceReference<?> reference, String property) {
        Object value = reference.getProperty(property);
        return value == null ? "" : value.toString();
    }

    private static int number(ServiceReference<?> reference, String property) {
        return reference.getProperty(property) instanceof Number number ? number.intValue() : 0;
    }

    @Override
    public List<Readiness> readiness(Readiness.Kind kind) {
        return registry.readiness(null).stream().filter(readiness -> readiness.kind() == kind).toList();
    }

    @Override
    public void awaitLoaded(Readiness.Kind kind) throws InterruptedException {
        try {
            long start = System.nanoTime();
            registry.await(LOADED_WAIT, () -> {
                List<Readiness> all = readiness(kind);
                if (all.isEmpty() && System.nanoTime() - start > SERVICE_WAIT.toNanos()) {
                    return Optional.of(all);
                }
                boolean loading = any(all, Readiness.State.LOADING)
                        || any(all, Readiness.State.WAITING) && System.nanoTime() - start < WAITING_WAIT.toNanos()
                        || kind == Readiness.Kind.RECOGNIZER
                        && any(readiness(Readiness.Kind.MODEL), Readiness.State.LOADING);
                return all.isEmpty() || loading ? Optional.empty() : Optional.of(all);
            });
        } catch (CommandException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean any(List<Readiness> parts, Readiness.State state) {
        return parts.stream().anyMatch(part -> part.state() == state);
    }

    @Override
    public RecognizerHandle recognizer(RecognizerChoice choice, ProgressLine progress)
            throws CommandException, UsageException, InterruptedException {
        return new RecognizerFinder(registry).find(choice, progress);
    }

    @Override
    public ServiceHandle<Engine> engine(String name, Integer threads)
            throws CommandException, UsageException, InterruptedException {
        return new EngineFinder(registry).find(name, threads);
    }

    @Override
    public ServiceHandle<Model> model(String wanted, Integer segments, ProgressLine progress)
            throws CommandException, UsageException, InterruptedException {
        return new ModelFinder(registry).find(wanted, segments, progress);
    }

    @Override
    public void awaitIdle(ProgressLine progress) throws CommandException, InterruptedException {
        new ReadinessWaiter(registry).awaitIdle(progress);
    }

    @Override
    public RecognizerHandle recognizer(EnsembleChoice choice, ProgressLine progress)
            throws CommandException, UsageException, InterruptedException {
        return new RecognizerFinder(registry).find(choice, progress);
    }

    @Override
    public ServiceHandle<LiveSessions> live() throws CommandException, InterruptedException {
        return awaitService(LiveSessions.class, "opens live sessions").handle();
    }

    @Override
    public ServiceHandle<Teacher> teacher() throws CommandException, InterruptedException {
        return awaitService(Teacher.class, "teaches").handle();
    }

    @Override
    public ServiceHandle<Metrics> metrics() throws CommandException, InterruptedException {
        return awaitService(Metrics.class, "counts what live sessions do").handle();
    }

    private <S> ServiceRegistry.Held<S> awaitService(Class<S> type, String use)
            throws CommandException, InterruptedException {
        Optional<ServiceRegistry.Held<S>> found = registry.await(SERVICE_WAIT, () -> registry.get(type, null));
        if (found.isEmpty()) {
            throw new CommandException(Stream.concat(Stream.of("there is no service that " + use),
                    registry.unresolved().stream()).collect(Collectors.joining("; ")));
        }
        return found.get();
    }

    @Override
    public void encode(Path file, double frameRate, int bitRate, Iterable<Frame> frames)
            throws CommandException, VideoException, InterruptedException {
        try (ServiceRegistry.Held<VideoWriter> writer = awaitService(VideoWriter.class, "encodes videos")) {
            writer.service().write(file, frameRate, bitRate, frames);
        }
    }
}
