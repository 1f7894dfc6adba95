package io.deltaframe.shell;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.model.Model;
import io.deltaframe.tdn.engine.Engine;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Finds the recognizer a command wants. A running one is used wherever it fits; otherwise model and recognizer are made by
 * configuration, as any host would make them, and unmade when the command ends.
 */
final class RecognizerLeases {

    private static final String MODEL_PID = "io.deltaframe.model";
    private static final String RECOGNIZER_PID = "io.deltaframe.recognizer";
    private static final String SIMD_PID = "io.deltaframe.engine.simd";
    private static final String SIMD = "simd";

    /** Engines that exist, whether or not they run here. */
    private static final Set<String> KNOWN_ENGINES = Set.of(SIMD, "tornado");
    /** A platform that has been loading nothing for so long will not have what is missing. */
    private static final Duration IDLE_WAIT = Duration.ofSeconds(10);
    /** The largest checkpoints load and compile in a small part of this, on slow disks too. */
    private static final Duration LOADING_WAIT = Duration.ofMinutes(10);
    /** A platform that just started has not begun to load what it will have. */
    private static final Duration SPECIAL_WAIT = Duration.ofMillis(500);
    /** From a changed configuration to the engine that has it. */
    private static final Duration RECONFIGURE_WAIT = Duration.ofSeconds(5);

    private final Registry registry;

    RecognizerLeases(Registry registry) {
        this.registry = registry;
    }

    RecognizerLease lease(RecognizerChoice choice, Progress progress)
            throws CommandException, UsageException, InterruptedException {
        Lease lease = new Lease();
        try {
            if (choice.engine() != null) {
                requireEngine(choice.engine());
            }
            if (choice.threads() != null) {
                setThreads(lease, choice.threads());
            }
            Optional<ModelInfo> named = choice.model() == null ? Optional.empty() : namedModel(choice.model());
            if (choice.model() == null || named.isPresent()) {
                byModel(lease, named, choice, progress);
                fit(lease, choice);
            } else {
                byFile(lease, file(choice.model()), choice, progress);
            }
            return lease;
        } catch (CommandException | UsageException | InterruptedException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private void requireEngine(String name) throws CommandException, UsageException, InterruptedException {
        Registry.Condition<String> look = () -> registry.each(Engine.class, null, (reference, engine) -> engine.name())
                .stream().filter(name::equals).findFirst();
        boolean found = registry.await(Duration.ofSeconds(3), look).isPresent();
        if (!found && loading(name)) {
            // An engine that compiles for its device comes when that is done.
            registry.await(LOADING_WAIT, () -> look.look().isPresent() || !loading(name) ? Optional.of(true) : Optional.empty());
            found = look.look().isPresent();
        }
        if (found) {
            return;
        }
        List<String> engines = registry.each(Engine.class, null, (reference, engine) -> engine.name());
        String there = engines.isEmpty() ? "there is none" : "there is " + String.join(", ", engines);
        if (!KNOWN_ENGINES.contains(name)) {
            throw new UsageException("--engine must be auto, simd or tornado but is '" + name + "' (" + there + ")");
        }
        List<String> reasons = registry.readiness(null).stream()
                .filter(readiness -> readiness.kind() == Readiness.Kind.ENGINE && readiness.name().equals(name))
                .map(RecognizerLeases::explain).collect(Collectors.toCollection(ArrayList::new));
        reasons.addAll(registry.unresolved());
        throw new CommandException(because("engine " + name + " is not in service here, " + there, reasons));
    }

    /**
     * Sets the threads of the engine for the time of the command. The engine comes anew with them, and so do the
     * recognizers that run on it.
     */
    private void setThreads(Lease lease, int threads) throws CommandException, InterruptedException {
        Optional<String> before = simdEngine();
        lease.configurations().change(SIMD_PID, Map.of("threads", threads));
        registry.await(RECONFIGURE_WAIT, () -> simdEngine().filter(now -> !before.equals(Optional.of(now))));
    }

    /** {@return what tells one configuration of the engine from another} */
    private Optional<String> simdEngine() {
        return registry.each(Engine.class, "(" + Engine.NAME + "=" + SIMD + ")",
                (reference, engine) -> reference.getProperty(Constants.SERVICE_ID) + " " + engine.description()).stream().findFirst();
    }

    /** A model of this name, if there is one or it is just being loaded; a file of that name comes second. */
    private Optional<ModelInfo> namedModel(String name) throws CommandException, InterruptedException {
        Registry.Condition<ModelInfo> look = () -> registry.each(Model.class, null, (reference, model) -> model.info()).stream()
                .filter(info -> info.name().equals(name)).findFirst();
        Optional<ModelInfo> model = look.look();
        if (model.isPresent() || isFile(name)) {
            return model;
        }
        registry.await(LOADING_WAIT, () -> look.look().isPresent() || !loading() ? Optional.of(true) : Optional.empty());
        return look.look();
    }

    private boolean loading(String engine) {
        return registry.readiness(null).stream().anyMatch(readiness -> readiness.kind() == Readiness.Kind.ENGINE
                && readiness.name().equals(engine) && readiness.state() == Readiness.State.LOADING);
    }

    private boolean loading() {
        return registry.readiness(null).stream().anyMatch(readiness -> readiness.state() == Readiness.State.LOADING);
    }

    private static boolean isFile(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private Path file(String name) throws CommandException {
        if (isFile(name)) {
            return Path.of(name).toAbsolutePath();
        }
        if (name.contains("/") || name.contains("\\") || name.matches(".*\\.(pth|pt|tar|safetensors)")) {
            throw new CommandException("no such file: " + name + " (--model)");
        }
        String models = registry.each(Model.class, null, (reference, model) -> model.info()).stream()
                .map(info -> info.name() + " " + info.version()).collect(Collectors.joining(", "));
        throw new CommandException("no model and no file is called '" + name + "'; "
                + (models.isEmpty() ? "there are no models" : "models: " + models));
    }

    /** One that runs already, or one made for this call where model, engine or threads are asked for and none fits. */
    private void byModel(Lease lease, Optional<ModelInfo> model, RecognizerChoice choice, Progress progress)
            throws CommandException, InterruptedException {
        StringBuilder filter = new StringBuilder("(&(" + Recognizer.MODEL + "=*)");
        model.ifPresent(info -> filter.append("(" + Recognizer.MODEL + "=" + escape(info.name()) + ")"));
        if (choice.engine() != null) {
            filter.append("(" + Recognizer.ENGINE + "=" + escape(choice.engine()) + ")");
        }
        String fitting = filter.append(")").toString();
        boolean special = model.isPresent() || choice.engine() != null || choice.threads() != null;
        if (choice.threads() == null) {
            Optional<Registry.Held<Recognizer>> running = awaitLoaded(progress, special ? SPECIAL_WAIT : IDLE_WAIT,
                    () -> registry.get(Recognizer.class, fitting));
            if (running.isPresent()) {
                lease.hold(running.get());
                return;
            }
            if (!special) {
                throw new CommandException(because("there is no recognizer", reasons()));
            }
        }
        Map<String, Object> properties = new HashMap<>();
        model.ifPresent(info -> {
            properties.put("model", info.name());
            properties.put("modelVersion", exactly(info.version()));
        });
        makeRecognizer(lease, properties, choice, progress);
    }

    private void byFile(Lease lease, Path file, RecognizerChoice choice, Progress progress)
            throws CommandException, InterruptedException {
        ModelInfo info = makeModel(lease, file, null, choice, progress);
        if (offers(info) > 1) {
            // A copy of a model that is in service already: under its own name nobody could tell it from that one.
            info = makeModel(lease, file, file.getFileName() + "-" + UUID.randomUUID(), choice, progress);
        }
        makeRecognizer(lease, new HashMap<>(Map.of("model", info.name(), "modelVersion", exactly(info.version()))), choice, progress);
    }

    private ModelInfo makeModel(Lease lease, Path file, String name, RecognizerChoice choice, Progress progress)
            throws CommandException, InterruptedException {
        Map<String, Object> properties = new HashMap<>();
        properties.put("file", file.toString());
        if (name != null) {
            properties.put("name", name);
        }
        if (choice.labels() != null) {
            properties.put("labels", choice.labels().toAbsolutePath().toString());
        }
        if (choice.segments() != null) {
            properties.put("segments", choice.segments());
        }
        // Recognizers of hosts that take the best model there is must not take this one.
        properties.put(Constants.SERVICE_RANKING, Integer.MIN_VALUE);
        String pid = lease.configurations().create(MODEL_PID, properties);
        awaitReady(pid, "model " + file, progress);
        return registry.each(Model.class, "(" + Constants.SERVICE_PID + "=" + escape(pid) + ")", (reference, model) -> model.info())
                .stream().findFirst().orElseThrow(() -> new CommandException("model " + file + " went away"));
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

    private void makeRecognizer(Lease lease, Map<String, Object> properties, RecognizerChoice choice, Progress progress)
            throws CommandException, InterruptedException {
        String name = "command-" + UUID.randomUUID();
        properties.put("name", name);
        // Hosts that take any recognizer must not take this one.
        properties.put(Constants.SERVICE_RANKING, Integer.MIN_VALUE);
        if (choice.engine() != null) {
            properties.put("engine", choice.engine());
        }
        String pid = lease.configurations().create(RECOGNIZER_PID, properties);
        awaitReady(pid, "the recognizer for this command", progress);
        lease.hold(registry.await(IDLE_WAIT, () -> registry.get(Recognizer.class, "(" + Recognizer.NAME + "=" + name + ")"))
                .orElseThrow(() -> new CommandException(because("the recognizer for this command went away", reasons()))));
    }

    /** Labels and segments that were asked for with a model that has its own. */
    private static void fit(Lease lease, RecognizerChoice choice) throws CommandException, UsageException {
        ModelInfo model = lease.recognizer().model();
        if (choice.segments() != null && choice.segments() != model.segments()) {
            throw new UsageException("model " + model.name() + " " + model.version() + " has " + model.segments()
                    + " segments, not " + choice.segments() + "; --segments is for checkpoint files that do not say");
        }
        if (choice.labels() != null) {
            List<String> labels = LabelsFile.read(choice.labels());
            if (labels.size() != model.labels().size()) {
                throw new CommandException("labels file " + choice.labels() + " has " + labels.size() + " names but model "
                        + model.name() + " " + model.version() + " has " + model.labels().size() + " classes");
            }
            lease.relabel(labels);
        }
    }

    /** Waits for as long as something is being loaded, and then a little. */
    private <T> Optional<T> awaitLoaded(Progress progress, Duration idle, Registry.Condition<T> condition)
            throws CommandException, InterruptedException {
        long[] idleSince = {System.nanoTime()};
        Optional<Optional<T>> found = registry.await(LOADING_WAIT, () -> {
            Optional<T> now = condition.look();
            if (now.isPresent()) {
                return Optional.of(now);
            }
            if (loading()) {
                progress.waiting("loading");
                idleSince[0] = System.nanoTime();
            }
            return System.nanoTime() - idleSince[0] > idle.toNanos() ? Optional.of(now) : Optional.empty();
        });
        return found.orElse(Optional.empty());
    }

    /** Waits until what a configuration made is ready, and says why if it will not be. */
    private void awaitReady(String pid, String thing, Progress progress) throws CommandException, InterruptedException {
        String filter = "(" + Constants.SERVICE_PID + "=" + escape(pid) + ")";
        long[] idleSince = {System.nanoTime()};
        boolean ready = registry.await(LOADING_WAIT, () -> {
            Optional<Readiness> state = registry.readiness(filter).stream().findFirst();
            switch (state.map(Readiness::state).orElse(null)) {
                case READY -> {
                    return Optional.of(true);
                }
                case FAILED -> throw new CommandException(OneLine.of(state.orElseThrow().reason()));
                case LOADING -> {
                    progress.waiting("loading " + thing);
                    idleSince[0] = System.nanoTime();
                }
                case WAITING -> { }
                case null -> { }
            }
            if (System.nanoTime() - idleSince[0] > IDLE_WAIT.toNanos()) {
                throw new CommandException(because(thing + " is not ready", reasons()));
            }
            return Optional.empty();
        }).orElse(false);
        if (!ready) {
            throw new CommandException(thing + " is still not loaded after " + LOADING_WAIT.toMinutes() + " minutes");
        }
    }

    /** {@return what is not ready, and what does not even start} */
    private List<String> reasons() {
        List<String> reasons = registry.readiness(null).stream().filter(readiness -> readiness.state() != Readiness.State.READY)
                .map(RecognizerLeases::explain).collect(Collectors.toCollection(ArrayList::new));
        reasons.addAll(registry.unresolved());
        return reasons;
    }

    private static String explain(Readiness readiness) {
        return readiness.kind().name().toLowerCase(Locale.ROOT) + " " + readiness.name() + " is " + readiness.state()
                + (readiness.reason().isEmpty() ? "" : ": " + readiness.reason());
    }

    private static String because(String message, List<String> reasons) {
        return reasons.isEmpty() ? message : message + ": " + String.join("; ", reasons);
    }

    private static String escape(String value) {
        return value.replaceAll("[\\\\*()]", "\\\\$0");
    }

    /** What was gotten and configured so far. */
    private final class Lease implements RecognizerLease {

        private Registry.Held<ConfigurationAdmin> admin;
        private TemporaryConfigurations configurations;
        private Registry.Held<Recognizer> recognizer;
        private List<String> labels;

        TemporaryConfigurations configurations() throws CommandException, InterruptedException {
            if (configurations == null) {
                admin = registry.await(IDLE_WAIT, () -> registry.get(ConfigurationAdmin.class, null))
                        .orElseThrow(() -> new CommandException(because("there is no ConfigurationAdmin service", registry.unresolved())));
                configurations = new TemporaryConfigurations(admin.service());
            }
            return configurations;
        }

        void hold(Registry.Held<Recognizer> held) {
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
        public Recognition present(Recognition recognition) {
            return labels == null ? recognition : Relabelled.of(recognition, labels);
        }

        @Override
        public void close() {
            if (recognizer != null) {
                recognizer.close();
            }
            if (configurations != null) {
                configurations.close();
                admin.close();
            }
        }
    }
}
