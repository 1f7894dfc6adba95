package io.deltaframe.recognizer.models;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.recognizer.labels.LabelFiles;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static final int RELEASED_INPUT_SIZE = 224;
    private static final int RELEASED_SHORT_SIDE = 256;
    /** Bytes; more than the largest shift or mean of a released network, which may all be zero, takes. */
    private static final int ZEROS_AT_END = 1 << 16;
    private static final int MIN_SIDE = 32;
    private static final int MAX_SIDE = 4096;
    private static final String DEFAULT_VERSION = "1.0.0";
    /** Characters of a text of the file in a message. */
    private static final int QUOTED = 120;

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
            refuseZeros(source, checkpoint);
            Map<String, String> metadata = checkpoint.metadata();
            Architecture architecture = Architectures.detect(checkpoint, settings.segments());
            normalization(checkpoint);
            int inputSize = side(settings.inputSize(), metadata, "input_size", RELEASED_INPUT_SIZE, file);
            int shortSide = side(settings.resizeShortSide(), metadata, "resize_short_side", RELEASED_SHORT_SIDE, file);
            long clip = 3L * Architecture.FRAMES_PER_SEGMENT * architecture.segments() * Math.max(inputSize, shortSide)
                    * Math.max(inputSize, shortSide);
            if (clip > Integer.MAX_VALUE - 8) {
                throw new IOException(file + ": expected clips of less than 2 GiB, found " + architecture.segments()
                        + " segments of crops up to " + Math.max(inputSize, shortSide) + " pixels");
            }
            CheckpointFileName named = CheckpointFileName.of(file);
            return new ModelInfo(given(settings.name(), metadata.get("name"), named.model()),
                    version(settings.version(), metadata.get("version"), named.version(), file), source.sha256(),
                    architecture.describe(), architecture.segments(), inputSize, shortSide,
                    labels(settings, metadata, architecture.classes(), file), given("", metadata.get("provenance"), ""),
                    given("", metadata.get("license"), ""));
        }
    }

    /**
     * A safetensors file has nothing but tensors behind its index, so that one which ends with many zeros was given its
     * size and not written to its end. PyTorch's files end with their index, or may have a state of the optimiser
     * there.
     */
    private static void refuseZeros(CheckpointSource source, Checkpoint checkpoint) throws IOException {
        if (checkpoint.format().equals("safetensors") && source.zerosAtEnd() >= ZEROS_AT_END) {
            throw new IOException(source.fileName() + ": expected weights up to the end of the file, found "
                    + source.zerosAtEnd() + " bytes of zeros there: it was not written to its end, and is taken when it"
                    + " is");
        }
    }

    /**
     * {@return how a checkpoint's network wants its input: metadata {@code mean} and {@code std}, three numbers
     * separated by commas each; ImageNet's where there are none}
     *
     * @param checkpoint an open checkpoint
     * @throws IOException if they are something else
     */
    public static Normalization normalization(Checkpoint checkpoint) throws IOException {
        String mean = checkpoint.metadata().get("mean");
        String std = checkpoint.metadata().get("std");
        try {
            return new Normalization(mean == null ? Normalization.IMAGENET.mean() : floats(mean),
                    std == null ? Normalization.IMAGENET.std() : floats(std));
        } catch (IllegalArgumentException e) {
            throw new IOException(checkpoint.name() + ": metadata mean and std: expected three numbers separated by "
                    + "commas each, found mean '" + quoted(mean) + "' and std '" + quoted(std) + "'", e);
        }
    }

    private static String weights(String name) {
        return name.isEmpty() ? "the outermost" : quoted(name);
    }

    /** A text of the file on one line and not longer than people read. */
    private static String quoted(String text) {
        String line = String.valueOf(text).replaceAll("[\\x00-\\x1F\\x7F-\\x9F\\x{2028}\\x{2029}]", "?");
        return line.length() > QUOTED ? line.substring(0, QUOTED) + "..." : line;
    }

    private static List<Float> floats(String text) {
        List<Float> floats = new ArrayList<>();
        for (String number : text.split(",", -1)) {
            floats.add(Float.valueOf(number.strip()));
        }
        return floats;
    }

    private static String given(String setting, String metadata, String otherwise) {
        if (!setting.isBlank()) {
            return setting.strip();
        }
        return metadata != null && !metadata.isBlank() ? metadata.strip() : otherwise;
    }

    private static String version(String setting, String metadata, String named, String file) throws IOException {
        String version = given(setting, metadata, given(named, null, DEFAULT_VERSION));
        try {
            return Version.parseVersion(version).toString();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": version: expected OSGi syntax such as 1.2.3 or 1.2.3.beta"
                    + (setting.isBlank() ? " in the metadata (a configured version goes before it)" : "")
                    + ", found '" + quoted(version) + "'", e);
        }
    }

    private static int side(int setting, Map<String, String> metadata, String key, int otherwise, String file)
            throws IOException {
        String text = metadata.get(key);
        int side = otherwise;
        if (setting != 0) {
            side = setting;
        } else if (text != null) {
            try {
                side = Integer.parseInt(text.strip());
            } catch (NumberFormatException e) {
                throw new IOException(file + ": metadata " + key + ": expected a number of pixels, found '"
                        + quoted(text) + "'", e);
            }
        }
        if (side < MIN_SIDE || side > MAX_SIDE) {
            throw new IOException(file + ": " + key + ": expected " + MIN_SIDE + " to " + MAX_SIDE + " pixels, found "
                    + side);
        }
        return side;
    }

    private static List<String> labels(ModelSettings settings, Map<String, String> metadata, int classes, String file)
            throws IOException {
        String from = settings.labelsFrom();
        List<String> labels;
        if (settings.labels().isPresent()) {
            labels = settings.labels().get();
        } else if (metadata.get("labels") != null) {
            from = file + ": metadata labels";
            labels = LabelFiles.parseArray(metadata.get("labels"), from);
        } else {
            return ClassLabels.numbered(classes);
        }
        if (labels.size() != classes) {
            throw new IOException(from + ": expected a label for each of the " + classes + " classes of " + file
                    + ", found " + labels.size() + " labels");
        }
        return labels;
    }
}
