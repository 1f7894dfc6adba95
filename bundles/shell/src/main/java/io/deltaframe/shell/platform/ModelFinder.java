package io.deltaframe.shell.platform;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.model.Model;
import io.deltaframe.shell.output.ProgressLine;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;

/** Finds the model a command wants, by its name or in a file. */
public final class ModelFinder {

    private static final String MODEL_PID = "io.deltaframe.model";

    private final ServiceRegistry registry;
    private final ReadinessWaiter loading;

    ModelFinder(ServiceRegistry registry) {
        this.registry = registry;
        this.loading = new ReadinessWaiter(registry);
    }

    /**
     * Holds a model.
     *
     * @param wanted   name of a model or path of a checkpoint file; null for the best there is
     * @param segments segments a clip for a file that does not say, or null
     * @param progress told what is being waited for
     * @return the model
     */
    ServiceHandle<Model> find(String wanted, Integer segments, ProgressLine progress) throws CommandException, InterruptedException {
        TemporaryConfigurations configurations = new TemporaryConfigurations(registry);
        try {
            Optional<ModelInfo> named = wanted == null ? Optional.empty() : named(wanted);
            String filter = null;
            if (named.isPresent()) {
                filter = "(&(" + Model.NAME + "=" + ServiceRegistry.escape(wanted) + ")(" + Model.VERSION + "=" + ServiceRegistry.escape(named.get().version()) + "))";
            } else if (wanted != null) {
                String pid = configure(configurations, file(wanted), null, new RecognizerChoice(wanted, null, segments, null, null), progress);
                filter = "(" + Constants.SERVICE_PID + "=" + ServiceRegistry.escape(pid) + ")";
            }
            String fitting = filter;
            ServiceRegistry.Held<Model> model = loading.awaitLoaded(progress, ReadinessWaiter.IDLE_WAIT, () -> registry.get(Model.class, fitting))
                    .orElseThrow(() -> new CommandException(ReadinessWaiter.because("there is no model", loading.reasons())));
            return new ServiceHandle<>() {
                @Override
                public Model get() {
                    return model.service();
                }

                @Override
                public void close() {
                    model.close();
                    configurations.close();
                }
            };
        } catch (CommandException | InterruptedException | RuntimeException e) {
            configurations.close();
            throw e;
        }
    }

    /** Segments that were asked for with a model that has its own. */
    public static void requireSegments(ModelInfo model, Integer segments) throws UsageException {
        if (segments != null && segments != model.segments()) {
            throw new UsageException("model " + model.name() + " " + model.version() + " has " + model.segments()
                    + " segments, not " + segments + "; --segments is for checkpoint files that do not say");
        }
    }

    /** A model of this name, if there is one or it is just being loaded; a file of that name comes second. */
    Optional<ModelInfo> named(String name) throws CommandException, InterruptedException {
        ServiceRegistry.Condition<ModelInfo> look = () -> registry.each(Model.class, null, (reference, model) -> model.info()).stream()
                .filter(info -> info.name().equals(name)).findFirst();
        Optional<ModelInfo> model = look.look();
        if (model.isPresent() || isFile(name)) {
            return model;
        }
        registry.await(ReadinessWaiter.LOADING_WAIT, () -> look.look().isPresent() || !loading.loading() ? Optional.of(true) : Optional.empty());
        return look.look();
    }

    private static boolean isFile(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** {@return the file of this name, or says which models there are} */
    Path file(String name) throws CommandException {
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

    /**
     * Configures a model for the time of a command.
     *
     * @param configurations undo it
     * @param file           the checkpoint
     * @param name           name of the model, or null for the file's
     * @param choice         labels and segments
     * @param progress       told what is being waited for
     * @return what is known about it
     */
    ModelInfo make(TemporaryConfigurations configurations, Path file, String name, RecognizerChoice choice, ProgressLine progress)
            throws CommandException, InterruptedException {
        String pid = configure(configurations, file, name, choice, progress);
        return registry.each(Model.class, "(" + Constants.SERVICE_PID + "=" + ServiceRegistry.escape(pid) + ")", (reference, model) -> model.info())
                .stream().findFirst().orElseThrow(() -> new CommandException("model " + file + " went away"));
    }

    /** {@return PID of a model that is ready} */
    private String configure(TemporaryConfigurations configurations, Path file, String name, RecognizerChoice choice, ProgressLine progress)
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
        String pid = configurations.create(MODEL_PID, properties);
        loading.awaitReady(pid, "model " + file, progress);
        return pid;
    }
}
