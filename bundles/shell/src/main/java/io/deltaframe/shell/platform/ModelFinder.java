package io.deltaframe.shell.platform;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.config.ModelConfig;
import io.deltaframe.api.model.Model;
import io.deltaframe.shell.output.ProgressLine;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;

/** Finds the model a command wants, by its name or in a file. */
final class ModelFinder {

    private final ServiceRegistry registry;
    private final ReadinessWaiter readiness;

    ModelFinder(ServiceRegistry registry) {
        this.registry = registry;
        this.readiness = new ReadinessWaiter(registry);
    }

    /**
     * Finds a model, or makes one of a file.
     *
     * @param wanted   name of a model or path of a checkpoint file; null for the best there is
     * @param segments segments a clip for a file that does not say, or null
     * @param progress told what is being waited for
     * @return the model, to be closed
     */
    ServiceHandle<Model> find(String wanted, Integer segments, ProgressLine progress)
            throws CommandException, UsageException, InterruptedException {
        return TemporarySetup.of(registry, setup -> {
            String filter = wanted == null ? null : filter(setup, wanted, segments, progress);
            return setup.hold(readiness
                    .awaitLoaded(progress, ReadinessWaiter.IDLE_WAIT, () -> registry.get(Model.class, filter))
                    .orElseThrow(() -> new CommandException(
                            ReadinessWaiter.because("there is no model", readiness.reasons()))));
        });
    }

    private String filter(TemporarySetup setup, String wanted, Integer segments, ProgressLine progress)
            throws CommandException, InterruptedException {
        Optional<ModelInfo> named = named(wanted);
        if (named.isPresent()) {
            return "(&(" + Model.NAME + "=" + ServiceRegistry.escape(wanted) + ")(" + Model.VERSION + "="
                    + ServiceRegistry.escape(named.get().version()) + "))";
        }
        return make(setup, file(wanted), new RecognizerChoice(wanted, null, segments, null, null), progress);
    }

    /** {@return what is known about the models in service, the preferred first} */
    List<ModelInfo> present() {
        return registry.each(Model.class, null, (reference, model) -> model.info());
    }

    /** A model of this name, if there is one or it is just being loaded; a file of that name comes second. */
    Optional<ModelInfo> named(String name) throws CommandException, InterruptedException {
        ServiceRegistry.Condition<ModelInfo> look = () -> present().stream().filter(info -> info.name().equals(name))
                .findFirst();
        Optional<ModelInfo> model = look.look();
        if (model.isPresent() || isFile(name)) {
            return model;
        }
        registry.await(ReadinessWaiter.LOADING_WAIT,
                () -> look.look().isPresent() || !readiness.loading() ? Optional.of(true) : Optional.empty());
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
        String models = present().stream().map(info -> info.name() + " " + info.version())
                .collect(Collectors.joining(", "));
        throw new CommandException("no model and no file is called '" + name + "'; "
                + (models.isEmpty() ? "there are no models" : "models: " + models));
    }

    /**
     * Configures a model for the time of a command.
     *
     * @param setup    undoes it
     * @param file     the checkpoint
     * @param choice   labels and segments
     * @param progress told what is being waited for
     * @return an LDAP filter that this model matches and no other, whatever names and versions others have
     */
    String make(TemporarySetup setup, Path file, RecognizerChoice choice, ProgressLine progress)
            throws CommandException, InterruptedException {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ModelConfig.FILE, file.toString());
        if (choice.labels() != null) {
            properties.put(ModelConfig.LABELS, choice.labels().toAbsolutePath().toString());
        }
        if (choice.segments() != null) {
            properties.put(ModelConfig.SEGMENTS, choice.segments());
        }
        // Recognizers of hosts that take the best model there is must not take this one.
        properties.put(Constants.SERVICE_RANKING, Integer.MIN_VALUE);
        String pid = setup.create(ModelConfig.PID, properties);
        readiness.awaitReady(pid, "model " + file, progress);
        return "(" + Constants.SERVICE_PID + "=" + ServiceRegistry.escape(pid) + ")";
    }
}
