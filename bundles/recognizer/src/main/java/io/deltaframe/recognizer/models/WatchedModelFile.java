package io.deltaframe.recognizer.models;

import io.deltaframe.recognizer.labels.LabelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One file in a watched folder, published once nobody writes to it any more. Content that is no model leaves the model
 * that was published before. Safe for several threads.
 */
final class WatchedModelFile {

    private final Path file;
    private final Path labels;
    private final ModelRegistration registration;
    private final Executor later;
    /** Counts looks, so that one that waits gives way to the next. */
    private final AtomicInteger looks = new AtomicInteger();

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
        this.later = CompletableFuture.delayedExecutor(FileSnapshot.QUIET_MILLIS, TimeUnit.MILLISECONDS, executor);
    }

    /** {@return file of its labels, which need not exist} */
    Path labels() {
        return labels;
    }

    /** Publishes the file as it is, as soon as it and its labels are settled. */
    void look() {
        int turn = looks.incrementAndGet();
        FileSnapshot model = FileSnapshot.of(file);
        FileSnapshot names = FileSnapshot.of(labels);
        if (model.isSettled() && names.isSettled()) {
            registration.publish(this::prepare, Map.of());
        } else {
            later.execute(() -> lookAgain(turn, model, names));
        }
    }

    private void lookAgain(int turn, FileSnapshot modelBefore, FileSnapshot namesBefore) {
        if (turn != looks.get()) {
            return;
        }
        FileSnapshot model = FileSnapshot.of(file);
        FileSnapshot names = FileSnapshot.of(labels);
        if (model.equals(modelBefore) && names.equals(namesBefore)) {
            registration.publish(this::prepare, Map.of());
        } else {
            later.execute(() -> lookAgain(turn, model, names));
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
        looks.incrementAndGet();
        registration.withdraw();
    }
}
