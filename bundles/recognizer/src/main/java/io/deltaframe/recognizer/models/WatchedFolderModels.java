package io.deltaframe.recognizer.models;

import io.deltaframe.recognizer.osgi.BackgroundExecutor;
import io.deltaframe.recognizer.osgi.EventPublisher;
import java.io.File;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Models from files that are dropped into a folder which Apache Felix FileInstall watches: {@code .safetensors}, {@code
 * .pth}, {@code .pth.tar}, {@code .pt}, {@code .ckpt} and {@code .bin}, each with its labels beside it in a file of the
 * same base name and {@code .labels.txt}, if there is one. Name and version are those of the file's metadata, else of
 * its name ({@code tdn-1.2.3.pth}). Only FileInstall asks for this service, so that this class is not loaded where it
 * is missing.
 */
@Component(service = ArtifactInstaller.class)
public final class WatchedFolderModels implements ArtifactInstaller {

    private static final String LABELS = ".labels.txt";
    private static final String VOLUME = "..";

    private final BundleContext context;
    private final Executor executor;
    private final EventPublisher events;
    private final Logger log;
    private final ConcurrentMap<Path, WatchedModelFile> models = new ConcurrentHashMap<>();
    private final Set<Path> foreign = ConcurrentHashMap.newKeySet();

    /**
     * Made by the component runtime.
     *
     * @param context    of this bundle
     * @param executor   where models are inspected
     * @param events     told of failures
     * @param log        of this component
     */
    @Activate
    public WatchedFolderModels(BundleContext context, @Reference BackgroundExecutor executor,
                               @Reference EventPublisher events,
                               @Reference(service = LoggerFactory.class) Logger log) {
        this.context = context;
        this.executor = executor.reading();
        this.events = events;
        this.log = log;
    }

    @Deactivate
    void stop() {
        models.keySet().forEach(this::withdraw);
    }

    @Override
    public boolean canHandle(File artifact) {
        String name = artifact.getName();
        if (isInVolume(artifact)) {
            return false;
        }
        if (CheckpointFileName.isForeign(name) && foreign.add(artifact.toPath())) {
            log.warn("{}: expected a checkpoint (.safetensors, .pth, .pth.tar, .pt, .ckpt or .bin), found a file that "
                    + "is named otherwise; it is left alone", artifact);
        }
        return CheckpointFileName.isCheckpoint(name) || isLabels(artifact);
    }

    @Override
    public void install(File artifact) {
        Path path = artifact.toPath();
        if (isLabels(artifact)) {
            modelsOf(path);
        } else {
            models.computeIfAbsent(path, this::watched).look();
        }
    }

    @Override
    public void update(File artifact) {
        install(artifact);
    }

    @Override
    public void uninstall(File artifact) {
        if (isLabels(artifact)) {
            modelsOf(artifact.toPath());
        } else {
            withdraw(artifact.toPath());
        }
    }

    private WatchedModelFile watched(Path path) {
        Path labels = path.resolveSibling(CheckpointFileName.of(path.getFileName().toString()).base() + LABELS);
        ModelRegistration registration = new ModelRegistration(context, path.toString(), path.toString(), executor,
                events, log);
        registration.registerProbe();
        return new WatchedModelFile(path, labels, registration, executor);
    }

    /** Has the models looked at whose labels have come, changed or gone. */
    private void modelsOf(Path labels) {
        models.values().stream().filter(model -> model.labels().equals(labels)).forEach(WatchedModelFile::look);
    }

    private void withdraw(Path path) {
        WatchedModelFile model = models.remove(path);
        if (model != null) {
            model.withdraw();
        }
    }

    /**
     * {@return whether a file lies in a folder whose name begins with two dots} In a volume of Kubernetes the files are
     * links into {@code ..data}, itself a link to a folder with a time in its name: a FileInstall that looks into
     * folders finds every model three times, of which one is meant.
     */
    private static boolean isInVolume(File file) {
        for (File folder = file.getParentFile(); folder != null; folder = folder.getParentFile()) {
            if (folder.getName().startsWith(VOLUME) && folder.getName().length() > VOLUME.length()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLabels(File file) {
        return file.getName().endsWith(LABELS);
    }
}
