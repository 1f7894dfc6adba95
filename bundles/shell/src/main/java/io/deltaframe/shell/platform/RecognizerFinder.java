package io.deltaframe.shell.platform;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.model.Model;
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
 * Finds the recognizer a command wants. A running one is used wherever it fits; otherwise model and recognizer are made by
 * configuration, as any host would make them, and unmade when the command ends.
 */
final class RecognizerFinder {

    private static final String RECOGNIZER_PID = "io.deltaframe.recognizer";
    private static final String ENSEMBLE_PID = "io.deltaframe.recognizer.ensemble";

    /** A platform that just started has not begun to load what it will have. */
    private static final Duration SPECIAL_WAIT = Duration.ofMillis(500);

    private final ServiceRegistry registry;
    private final ReadinessWaiter loading;
    private final EngineFinder engines;
    private final ModelFinder models;

    RecognizerFinder(ServiceRegistry registry) {
        this.registry = registry;
        this.loading = new ReadinessWaiter(registry);
        this.engines = new EngineFinder(registry);
        this.models = new ModelFinder(registry);
    }

    RecognizerHandle find(RecognizerChoice choice, ProgressLine progress)
            throws CommandException, UsageException, InterruptedException {
        Made lease = new Made();
        try {
            if (choice.engine() != null) {
                engines.require(choice.engine());
            }
            if (choice.threads() != null) {
                engines.setThreads(lease.configurations, choice.threads());
            }
            Optional<ModelInfo> named = choice.model() == null ? Optional.empty() : models.named(choice.model());
            if (choice.model() == null || named.isPresent()) {
                byModel(lease, named, choice, progress);
                fit(lease, choice);
            } else {
                byFile(lease, models.file(choice.model()), choice, progress);
            }
            return lease;
        } catch (CommandException | UsageException | InterruptedException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    RecognizerHandle find(EnsembleChoice choice, ProgressLine progress) throws CommandException, UsageException, InterruptedException {
        Made lease = new Made();
        try {
            if (choice.engine() != null) {
                engines.require(choice.engine());
            }
            if (choice.threads() != null) {
                engines.setThreads(lease.configurations, choice.threads());
            }
            List<String> members = new ArrayList<>();
            for (RecognizerChoice member : choice.members()) {
                Optional<ModelInfo> named = models.named(member.model());
                if (named.isPresent()) {
                    ModelFinder.requireSegments(named.get(), member.segments());
                }
                ModelInfo model = named.isPresent() ? named.get() : modelOfFile(lease, models.file(member.model()), member, progress);
                members.add(model.name() + ";" + exactly(model.version()));
            }
            Map<String, Object> properties = new HashMap<>(Map.of("models", members.toArray(String[]::new), "scoring", choice.scoring()));
            makeRecognizer(lease, ENSEMBLE_PID, properties, choice.engine(), progress);
            relabel(lease, choice.labels());
            return lease;
        } catch (CommandException | UsageException | InterruptedException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    /** One that runs already, or one made for this call where model, engine or threads are asked for and none fits. */
    private void byModel(Made lease, Optional<ModelInfo> model, RecognizerChoice choice, ProgressLine progress)
            throws CommandException, InterruptedException {
        StringBuilder filter = new StringBuilder("(&(" + Recognizer.MODEL + "=*)");
        model.ifPresent(info -> filter.append("(" + Recognizer.MODEL + "=" + ServiceRegistry.escape(info.name()) + ")"));
        if (choice.engine() != null) {
            filter.append("(" + Recognizer.ENGINE + "=" + ServiceRegistry.escape(choice.engine()) + ")");
        }
        String fitting = filter.append(")").toString();
        boolean special = model.isPresent() || choice.engine() != null || choice.threads() != null;
        if (choice.threads() == null) {
            Optional<ServiceRegistry.Held<Recognizer>> running = loading.awaitLoaded(progress, special ? SPECIAL_WAIT : ReadinessWaiter.IDLE_WAIT,
                    () -> registry.get(Recognizer.class, fitting));
            if (running.isPresent()) {
                lease.hold(running.get());
                return;
            }
            if (!special) {
                throw new CommandException(ReadinessWaiter.because("there is no recognizer", loading.reasons()));
            }
        }
        Map<String, Object> properties = new HashMap<>();
        model.ifPresent(info -> {
            properties.put("model", info.name());
            properties.put("modelVersion", exactly(info.version()));
        });
        makeRecognizer(lease, RECOGNIZER_PID, properties, choice.engine(), progress);
    }

    private void byFile(Made lease, Path file, RecognizerChoice choice, ProgressLine progress)
            throws CommandException, InterruptedException {
        ModelInfo info = modelOfFile(lease, file, choice, progress);
        makeRecognizer(lease, RECOGNIZER_PID, new HashMap<>(Map.of("model", info.name(), "modelVersion", exactly(info.version()))),
                choice.engine(), progress);
    }

    private ModelInfo modelOfFile(Made lease, Path file, RecognizerChoice choice, ProgressLine progress)
            throws CommandException, InterruptedException {
        ModelInfo info = models.make(lease.configurations, file, null, choice, progress);
        if (offers(info) > 1) {
            // A copy of a model that is in service already: under its own name nobody could tell it from that one.
            info = models.make(lease.configurations, file, file.getFileName() + "-" + UUID.randomUUID(), choice, progress);
        }
        return info;
    }

    /** {@return how many models of this name and version are in service} */
    private long offers(ModelInfo info) {
        return registry.each(Model.class, null, (reference, model) -> model.info()).stream()
                .filter(other -> other.name().equals(info.name()) && other.version().equals(info.version())).count();
    }

    /** {@return the version range of one version} */
    private static String exactly(String version) {
        return "[" + version + "," + version + "]";
    }

    private void makeRecognizer(Made lease, String factory, Map<String, Object> properties, String engine, ProgressLine progress)
            throws CommandException, InterruptedException {
        String name = "command-" + UUID.randomUUID();
        properties.put("name", name);
        // Hosts that take any recognizer must not take this one, and the default one must not make way for it.
        properties.put("temporary", true);
        properties.put(Constants.SERVICE_RANKING, Integer.MIN_VALUE);
        if (engine != null) {
            properties.put("engine", engine);
        }
        String pid = lease.configurations.create(factory, properties);
        loading.awaitReady(pid, "the recognizer for this command", progress);
        lease.hold(registry.await(ReadinessWaiter.IDLE_WAIT, () -> registry.get(Recognizer.class, "(" + Recognizer.NAME + "=" + name + ")"))
                .orElseThrow(() -> new CommandException(ReadinessWaiter.because("the recognizer for this command went away", loading.reasons()))));
    }

    /** Labels and segments that were asked for with a model that has its own. */
    private static void fit(Made lease, RecognizerChoice choice) throws CommandException, UsageException {
        ModelFinder.requireSegments(lease.recognizer().model(), choice.segments());
        relabel(lease, choice.labels());
    }

    private static void relabel(Made lease, Path file) throws CommandException {
        if (file == null) {
            return;
        }
        ModelInfo model = lease.recognizer().model();
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
        lease.relabel(labels);
    }

    /** What was gotten and configured so far. */
    private final class Made implements RecognizerHandle {

        private final TemporaryConfigurations configurations = new TemporaryConfigurations(registry);
        private ServiceRegistry.Held<Recognizer> recognizer;
        private List<String> labels;

        void hold(ServiceRegistry.Held<Recognizer> held) {
            recognizer = held;
        }

        void relabel(List<String> names) {
            labels = names;
        }

        @Override
        public Recognizer recognizer() {
            return recognizer.service();
        }

        @Override
        public ModelInfo model() {
            ModelInfo model = recognizer().model();
            return labels == null ? model : LabelOverride.of(model, labels);
        }

        @Override
        public String engine() {
            return String.valueOf(recognizer.reference().getProperty(Recognizer.ENGINE));
        }

        @Override
        public Recognition present(Recognition recognition) {
            return labels == null ? recognition : LabelOverride.of(recognition, labels);
        }

        @Override
        public void close() {
            if (recognizer != null) {
                recognizer.close();
            }
            configurations.close();
        }
    }
}
