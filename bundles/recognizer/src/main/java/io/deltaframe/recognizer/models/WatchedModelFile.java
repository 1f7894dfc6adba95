package io.deltaframe.recognizer.models;

import io.deltaframe.recognizer.labels.LabelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One file in a watched folder, published once nobody writes to it any more, and again whenever it or its labels have
 * changed: FileInstall sees sizes and times only. Content that is no model leaves the model that was published before.
 * Safe for several threads.
 */
final class WatchedModelFile {

    private final Path file;
    private final Path labels;
    private final ModelRegistration registration;
    private final FileWatch watch;

    /**
     * A file that was not looked at yet.
     *
     * @param file         the checkpoint
     * @param labels       file of its labels, which need not exist
     * @param registration of the model
     * @param executor     looks again after a while
     */
    WatchedModelFile(Path file, Path labels, ModelRegistration registration, Executor executor) {
        this.file = file;
        this.labels = labels;
        this.registration = registration;
        this.watch = new FileWatch(List.of(file, labels), null, executor, this::publish);
    }

    /** {@return file of its labels, which need not exist} */
    Path labels() {
        return labels;
    }

    /** Publishes the file as it is, as soon as it and its labels are settled. */
    void look() {
        watch.look();
    }

    private void publish() {
        // One that has gone is taken away by FileInstall
        if (Files.exists(file)) {
            registration.publish(this::prepare, Map.of());
        }
    }

    private InspectedModel prepare() throws IOException {
        CheckpointSource source = CheckpointSource.File.of(file);
        boolean named = Files.exists(labels);
        Optional<List<String>> names = named ? Optional.of(LabelFiles.read(labels)) : Optional.empty();
        ModelSettings settings = new ModelSettings("", "", names, named ? labels.toString() : "", 0, 0, 0);
        return InspectedModel.of(source, settings);
    }

    /** Takes the model away for good. */
    void withdraw() {
        watch.close();
        registration.withdraw();
    }
}
