package io.deltaframe.recognizer.models;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.recognizer.metadata.CheckpointMetadata;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.Version;

/**
 * Finds out what there is to know about a model: reads the checkpoint's index, but decodes no weights. Takes the
 * architecture from names and shapes of the tensors, and completes what was said about it with the metadata that models
 * of ours carry ({@code name}, {@code version}, {@code segments}, {@code input_size}, {@code resize_short_side},
 * {@code mean}, {@code std}, {@code labels} as a JSON array, {@code provenance}, {@code license}) and, where there is
 * none, with the figures of the released models.
 */
public final class ModelInspector {

    private static final String DEFAULT_VERSION = "1.0.0";

    private ModelInspector() { }

    /**
     * Inspects a model.
     *
     * @param source   the checkpoint
     * @param settings what is said about it
     * @param notes    takes what people should hear about it
     * @return what there is to know
     * @throws IOException if the checkpoint cannot be read, is no TDN's, or does not fit what is said about it
     */
    static ModelInfo inspect(CheckpointSource source, ModelSettings settings, Consumer<String> notes)
            throws IOException {
        String file = source.fileName();
        try (Checkpoint checkpoint = Checkpoints.open(source.open(), file)) {
            if (!checkpoint.otherWeights().isEmpty()) {
                notes.accept(file + " has several sets of weights: " + weights(checkpoint.weights()) + " is read, not "
                        + String.join(", ", checkpoint.otherWeights().stream().map(ModelInspector::weights).toList())
                        + "; 'deltaframe convert --weights' takes another one");
            }
            CheckpointMetadata said = new CheckpointMetadata(checkpoint, file);
            said.refuseIncomplete(source.zerosAtEnd());
            Map<String, String> metadata = checkpoint.metadata();
            Architecture architecture = Architectures.detect(checkpoint, settings.segments());
            CheckpointMetadata.normalization(checkpoint);
            CheckpointMetadata.Sides sides =
                    said.sides(architecture, settings.inputSize(), settings.resizeShortSide());
            List<String> assumed = said.assumed(settings.inputSize(), settings.resizeShortSide());
            if (settings.segments() == 0 && !metadata.containsKey("segments")) {
                assumed.addFirst("segments " + architecture.segments());
            }
            if (!assumed.isEmpty()) {
                notes.accept(file + " does not say " + String.join(", ", assumed) + ": assumed, as released models "
                        + "have it");
            }
            CheckpointFileName named = CheckpointFileName.of(file);
            return new ModelInfo(given(settings.name(), metadata.get("name"), named.model()),
                    version(said, settings.version(), named.version()), source.sha256(),
                    architecture.describe(), architecture.segments(), sides.inputSize(), sides.shortSide(),
                    labels(said, settings, architecture.classes()), given("", metadata.get("provenance"), ""),
                    given("", metadata.get("license"), ""));
        }
    }

    private static String weights(String name) {
        return name.isEmpty() ? "the outermost" : CheckpointMetadata.quoted(name);
    }

    private static String given(String setting, String metadata, String otherwise) {
        if (!setting.isBlank()) {
            return setting.strip();
        }
        return metadata != null && !metadata.isBlank() ? metadata.strip() : otherwise;
    }

    private static String version(CheckpointMetadata said, String setting, String named) throws IOException {
        Optional<String> version = said.version(setting);
        return version.isPresent() ? version.get()
                : Version.parseVersion(named.isEmpty() ? DEFAULT_VERSION : named).toString();
    }

    private static List<String> labels(CheckpointMetadata said, ModelSettings settings, int classes)
            throws IOException {
        if (settings.labels().isPresent()) {
            return CheckpointMetadata.counted(settings.labels().get(), settings.labelsFrom(), classes, said.file());
        }
        Optional<List<String>> labels = said.labels(classes);
        return labels.isPresent() ? labels.get() : ClassLabels.numbered(classes);
    }
}
