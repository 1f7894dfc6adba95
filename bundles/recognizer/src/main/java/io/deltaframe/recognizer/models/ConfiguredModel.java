package io.deltaframe.recognizer.models;

import io.deltaframe.api.config.ConfigurationReader;
import io.deltaframe.api.config.ModelConfig;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.model.Model;
import io.deltaframe.recognizer.labels.LabelFiles;
import io.deltaframe.recognizer.osgi.BackgroundExecutor;
import io.deltaframe.recognizer.osgi.EventPublisher;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A model in a file, as configured. The component itself is the model's readiness probe; the model is registered in
 * code because it appears only once the file was inspected, and because a changed configuration must not take the old
 * model away before the new one is there.
 */
@Component(name = ModelConfig.PID, service = ReadinessProbe.class, immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ModelConfiguration.class, factory = true)
@Capability(namespace = "osgi.service", uses = Model.class,
        attribute = "objectClass:List<String>=\"io.deltaframe.api.model.Model\"", effective = "active")
public final class ConfiguredModel implements ReadinessProbe {

    /**
     * What does not describe the model, or describes it before it was inspected; the rest is passed on as service
     * properties.
     */
    private static final Set<String> OWN = Set.of(ModelConfig.FILE, ModelConfig.NAME, ModelConfig.VERSION,
            ModelConfig.LABELS, ModelConfig.SEGMENTS, ModelConfig.INPUT_SIZE, ModelConfig.RESIZE_SHORT_SIDE,
            "service.factoryPid");

    /** Where Apache Felix FileInstall found the configuration: a URL. */
    private static final String INSTALLED_FROM = "felix.fileinstall.filename";

    private final ModelRegistration registration;
    private final Executor executor;
    private final Logger log;
    private FileWatch watch;

    /**
     * Made by the component runtime.
     *
     * @param context    of this bundle
     * @param executor   where files are inspected
     * @param events     told of failures
     * @param log        of this component
     * @param properties configured
     */
    @Activate
    public ConfiguredModel(BundleContext context, @Reference BackgroundExecutor executor,
                           @Reference EventPublisher events,
                           @Reference(service = LoggerFactory.class) Logger log, Map<String, Object> properties) {
        String file = ConfigurationReader.text(properties, ModelConfig.FILE);
        this.executor = executor.reading();
        this.log = log;
        registration = new ModelRegistration(context, described(properties, file), file, this.executor, events, log);
    }

    /** {@return what the operator wrote: the file, the name before it and where the configuration stands, if said} */
    private static String described(Map<String, Object> properties, String file) {
        String name = ConfigurationReader.text(properties, ModelConfig.NAME).strip();
        String from = ConfigurationReader.text(properties, INSTALLED_FROM).strip();
        return (name.isEmpty() ? "" : name + ": ") + (file.isBlank() ? "without a file" : file)
                + (from.isEmpty() ? "" : " (" + from.substring(from.lastIndexOf('/') + 1) + ")");
    }

    @Activate
    @Modified
    void configure(Map<String, Object> properties) {
        ConfigurationReader.misspelt(ModelConfiguration.class, properties)
                .forEach(oddity -> log.warn("model {}: {}", registration.readiness().name(), oddity));
        Map<String, Object> passedOn = new HashMap<>(properties);
        passedOn.keySet().removeIf(key -> OWN.contains(key) || key.startsWith(".") || key.startsWith("component."));
        Runnable publish = () -> registration.publish(() -> prepare(properties), passedOn);
        unwatch();
        List<Path> files = files(properties);
        List<FileSnapshot> now = FileWatch.snapshots(files);
        publish.run();
        if (!files.isEmpty()) {
            watch = new FileWatch(files, now, executor, publish);
        }
    }

    @Deactivate
    void stop() {
        unwatch();
        registration.withdraw();
    }

    private void unwatch() {
        if (watch != null) {
            watch.close();
        }
    }

    /** {@return the files the model is made from, as far as there are paths} */
    private static List<Path> files(Map<String, Object> properties) {
        try {
            return Stream.of(ModelConfig.FILE, ModelConfig.LABELS)
                    .map(key -> ConfigurationReader.text(properties, key).strip())
                    .filter(path -> !path.isEmpty()).map(Path::of).toList();
        } catch (InvalidPathException e) {
            // What is wrong with it is said where it is read
            return List.of();
        }
    }

    @Override
    public Readiness readiness() {
        return registration.readiness();
    }

    private static InspectedModel prepare(Map<String, Object> properties) throws IOException {
        ModelConfiguration configuration = ConfigurationReader.read(ModelConfiguration.class, properties);
        String file = configuration.file();
        if (file == null || file.isBlank()) {
            throw new IOException(ModelConfig.FILE + ": expected the path of a checkpoint, found nothing");
        }
        CheckpointSource source = CheckpointSource.File.of(path(ModelConfig.FILE, file));
        String labels = configuration.labels().strip();
        ModelSettings settings = new ModelSettings(configuration.name(), configuration.version(),
                labels.isEmpty() ? Optional.empty() : Optional.of(LabelFiles.read(path(ModelConfig.LABELS, labels))),
                labels,
                notNegative(ModelConfig.SEGMENTS, configuration.segments()),
                notNegative(ModelConfig.INPUT_SIZE, configuration.inputSize()),
                notNegative(ModelConfig.RESIZE_SHORT_SIDE, configuration.resizeShortSide()));
        return InspectedModel.of(source, settings);
    }

    private static Path path(String property, String text) throws IOException {
        try {
            return Path.of(text.strip());
        } catch (InvalidPathException e) {
            throw new IOException(property + ": expected a path, found " + ConfigurationReader.shown(property, text)
                    + ": " + e.getReason(), e);
        }
    }

    private static int notNegative(String property, int value) throws IOException {
        if (value < 0) {
            throw new IOException(property + ": expected a positive number, or 0 for the file's own, found " + value);
        }
        return value;
    }
}
