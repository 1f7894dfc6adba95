package io.deltaframe.shell.platform;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.config.EnsembleConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.recognizer.labels.LabelFiles;
import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.output.ProgressLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.osgi.framework.Constants;

/**
 * Finds the recognizer a command wants. A running one is used wherever it fits; otherwise model and recognizer are made
 * by configuration, as any host would make them, and unmade when the command ends.
 */
final class RecognizerFinder {

    /** A platform that just started has not begun to load what it will have. */
    private static final Duration SPECIAL_WAIT = Duration.ofMillis(500);

    private final ServiceRegistry registry;
    private final ReadinessWaiter readiness;
    private final EngineFinder engines;
    private final ModelFinder models;

    RecognizerFinder(ServiceRegistry registry) {
        this.registry = registry;
        this.readiness = new ReadinessWaiter(registry);
        this.engines = new EngineFinder(registry);
        this.models = new ModelFinder(registry);
    }

    RecognizerHandle find(RecognizerChoice choice, ProgressLine progress)
            throws CommandException, UsageException, InterruptedException {
        return TemporarySetup.of(registry, setup -> {
            engines.prepare(setup, choice.engine(), choice.threads());
            Optional<ModelInfo> named = choice.model() == null ? Optional.empty() : models.named(choice.model());
            if (choice.model() != null && named.isEmpty()) {
                return ofFile(setup, models.file(choice.model()), choice, progress);
            }
            RecognizerHandle handle = ofModel(setup, named, choice, progress);
            Platform.requireSegments(handle.model(), choice.segments());
            return relabelled(handle, choice.labels());
        });
    }

    RecognizerHandle find(EnsembleChoice choice, ProgressLine progress)
            throws CommandException, UsageException, InterruptedException {
        return TemporarySetup.of(registry, setup -> {
            engines.prepare(setup, choice.engine(), choice.threads());
            List<String> members = new ArrayList<>();
            for (RecognizerChoice member : choice.members()) {
                Optional<ModelInfo> named = models.named(member.model());
                if (named.isPresent()) {
                    Platform.requireSegments(named.get(), member.segments());
                }
                members.add(named.isPresent() ? named.get().name() + ";" + versionRange(named.get().version())
                        : models.make(setup, models.file(member.model()), member, progress));
            }
            Map<String, Object> properties = new HashMap<>(Map.of(EnsembleConfig.MODELS, members.toArray(String[]::new),
                    EnsembleConfig.SCORING, choice.scoring()));
            return relabelled(make(setup, EnsembleConfig.PID, properties, choice.engine(), progress), choice.labels());
        });
    }

    /** One that runs already, or one made for this call where model, engine or threads are asked for and none fits. */
    private RecognizerHandle ofModel(TemporarySetup setup, Optional<ModelInfo> model, RecognizerChoice choice,
            ProgressLine progress)
            throws CommandException, InterruptedException {
        StringBuilder filter = new StringBuilder("(&(" + Recognizer.MODEL + "=*)");
        model.ifPresent(info -> filter.append("(" + Recognizer.MODEL + "=" + ServiceRegistry.escape(info.name())
                + ")"));
        if (choice.engine() != null) {
            filter.append("(" + Recognizer.ENGINE + "=" + ServiceRegistry.escape(choice.engine()) + ")");
        }
        String fitting = filter.append(")").toString();
        boolean special = model.isPresent() || choice.engine() != null || choice.threads() != null;
        if (choice.threads() == null) {
            Optional<ServiceRegistry.Held<Recognizer>> running = readiness.awaitLoaded(progress,
                    special ? SPECIAL_WAIT : ReadinessWaiter.IDLE_WAIT, () -> registry.get(Recognizer.class, fitting));
            if (running.isPresent()) {
                return handle(setup, running.get());
            }
            if (!special) {
                throw new CommandException(ReadinessWaiter.because("there is no recognizer", readiness.reasons()));
            }
        }
        return make(setup, RecognizerConfig.PID, model.map(RecognizerFinder::exactly).orElseGet(HashMap::new),
                choice.engine(), progress);
    }

    /** By its configuration, as another model may have the same name and version. */
    private RecognizerHandle ofFile(TemporarySetup setup, Path file, RecognizerChoice choice, ProgressLine progress)
            throws CommandException, InterruptedException {
        Map<String, Object> properties = new HashMap<>();
        properties.put(RecognizerConfig.MODEL_FILTER, models.make(setup, file, choice, progress));
        return make(setup, RecognizerConfig.PID, properties, choice.engine(), progress);
    }

    /** {@return properties of a recognizer that runs this model and no other; may be added to} */
    private static Map<String, Object> exactly(ModelInfo model) {
        return new HashMap<>(Map.of(RecognizerConfig.MODEL, model.name(), RecognizerConfig.MODEL_VERSION,
                versionRange(model.version())));
    }

    /** {@return the version range of one version} */
    private static String versionRange(String version) {
        return "[" + version + "," + version + "]";
    }

    private RecognizerHandle make(TemporarySetup setup, String factory, Map<String, Object> properties, String engine,
            ProgressLine progress) throws CommandException, InterruptedException {
        String name = "command-" + UUID.randomUUID();
        properties.put(RecognizerConfig.NAME, name);
        // Hosts that take any recognizer must not take this one, and the default one must not make way for it.
        properties.put(RecognizerConfig.TEMPORARY, true);
        properties.put(Constants.SERVICE_RANKING, Integer.MIN_VALUE);
        if (engine != null) {
            properties.put(RecognizerConfig.ENGINE, engine);
        }
        String pid = setup.create(factory, properties);
        readiness.awaitReady(pid, "the recognizer for this command", progress);
        return handle(setup, registry.await(ReadinessWaiter.IDLE_WAIT,
                () -> registry.get(Recognizer.class, "(" + Recognizer.NAME + "=" + name + ")"))
                .orElseThrow(() -> new CommandException(
                        ReadinessWaiter.because("the recognizer for this command went away", readiness.reasons()))));
    }

    private static RecognizerHandle handle(TemporarySetup setup, ServiceRegistry.Held<Recognizer> held) {
        return new RecognizerHandle(setup.hold(held), String.valueOf(held.reference().getProperty(Recognizer.NAME)),
                () -> String.valueOf(held.reference().getProperty(Recognizer.ENGINE)));
    }

    /** Labels that were asked for with a model that has its own. */
    private static RecognizerHandle relabelled(RecognizerHandle handle, Path file) throws CommandException {
        if (file == null) {
            return handle;
        }
        ModelInfo model = handle.model();
        List<String> labels;
        try {
            labels = LabelFiles.read(file);
        } catch (IOException e) {
            throw new CommandException(OneLine.of(e), e);
        }
        if (labels.size() != model.labels().size()) {
            throw new CommandException("labels file " + file + " has " + labels.size() + " names but model "
                    + model.name() + " " + model.version() + " has " + model.labels().size() + " classes");
        }
        return handle.withLabels(labels);
    }
}
