package io.deltaframe.recognizer.metadata;

import io.deltaframe.recognizer.labels.LabelFiles;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.Normalization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;

/**
 * The metadata that models of ours carry: {@code name}, {@code version}, {@code segments}, {@code input_size}, {@code
 * resize_short_side}, {@code mean}, {@code std}, {@code labels} as a JSON array. Where a text is missing the figures of
 * the released models are assumed. Safe for several threads as far as the checkpoint is.
 *
 * @param checkpoint open
 * @param file       its name, for messages
 */
public record CheckpointMetadata(Checkpoint checkpoint, String file) {

    /** Side of the centre crop in pixels where nothing says one. */
    public static final int RELEASED_INPUT_SIZE = 224;
    /** Short side after resizing in pixels where nothing says one. */
    public static final int RELEASED_SHORT_SIDE = 256;

    private static final String INPUT_SIZE = "input_size";
    private static final String SHORT_SIDE = "resize_short_side";
    private static final int MIN_SIDE = 32;
    private static final int MAX_SIDE = 4096;
    /** Bytes; more than the largest shift or mean of a released network, which may all be zero, takes. */
    private static final int ZEROS_AT_END = 1 << 16;
    /** Characters of a text of the file in a message. */
    private static final int QUOTED = 120;

    /** One of the checks that a model has to pass. */
    private interface Check {
        void run() throws IOException;
    }

    /**
     * {@return what keeps a network from being loaded from this checkpoint, a line each; empty if nothing does, up to
     * the trial on an engine}
     *
     * @param architecture of the network, whose keys are all there
     * @param inputSize    side of the centre crop in pixels, or 0 for the file's
     * @param zerosAtEnd   bytes of zeros at the end of the file
     */
    public List<String> faults(Architecture architecture, int inputSize, long zerosAtEnd) {
        List<Check> checks = List.of(
                () -> version(""),
                () -> sides(architecture, inputSize, 0),
                () -> normalization(checkpoint),
                () -> labels(architecture.classes()),
                () -> refuseIncomplete(zerosAtEnd));
        List<String> faults = new ArrayList<>();
        for (Check check : checks) {
            try {
                check.run();
            } catch (IOException e) {
                faults.add(e.getMessage());
            }
        }
        faults.addAll(Architectures.weightFaults(checkpoint, architecture));
        return faults;
    }

    /**
     * {@return what the file does not say and is therefore assumed, such as {@code input size 224}}
     *
     * @param inputSize side of the centre crop as somebody else said it, or 0
     * @param shortSide short side after resizing as somebody else said it, or 0
     */
    public List<String> assumed(int inputSize, int shortSide) {
        List<String> assumed = new ArrayList<>();
        if (inputSize == 0 && text(INPUT_SIZE) == null) {
            assumed.add("input size " + RELEASED_INPUT_SIZE);
        }
        if (shortSide == 0 && text(SHORT_SIDE) == null) {
            assumed.add("short side " + RELEASED_SHORT_SIDE);
        }
        return assumed;
    }

    /**
     * Sides of the pictures of a model.
     *
     * @param inputSize of the centre crop in pixels
     * @param shortSide after resizing in pixels
     */
    public record Sides(int inputSize, int shortSide) { }

    /**
     * {@return the sides of a model's pictures}
     *
     * @param architecture of its network
     * @param inputSize    as somebody else said it, or 0 for the file's
     * @param shortSide    as somebody else said it, or 0 for the file's
     * @throws IOException if they are no numbers, out of range, or a clip takes more than 2 GiB
     */
    public Sides sides(Architecture architecture, int inputSize, int shortSide) throws IOException {
        Sides sides = new Sides(side(inputSize, INPUT_SIZE, RELEASED_INPUT_SIZE),
                side(shortSide, SHORT_SIDE, RELEASED_SHORT_SIDE));
        long largest = Math.max(sides.inputSize(), sides.shortSide());
        if (3L * Architecture.FRAMES_PER_SEGMENT * architecture.segments() * largest * largest
                > Integer.MAX_VALUE - 8) {
            throw new IOException(file + ": expected clips of less than 2 GiB, found " + architecture.segments()
                    + " segments of crops up to " + largest + " pixels");
        }
        return sides;
    }

    private int side(int setting, String key, int otherwise) throws IOException {
        String text = text(key);
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

    /**
     * {@return the version in OSGi syntax, or empty if nothing says one}
     *
     * @param setting as somebody else said it, which goes before what the file says; or empty
     * @throws IOException if it is none
     */
    public Optional<String> version(String setting) throws IOException {
        String stored = text("version");
        String version = !setting.isBlank() ? setting.strip() : stored == null ? "" : stored.strip();
        try {
            return version.isEmpty() ? Optional.empty() : Optional.of(Version.parseVersion(version).toString());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": version: expected OSGi syntax such as 1.2.3 or 1.2.3.beta"
                    + (setting.isBlank() ? " in the metadata (a configured version goes before it)" : "")
                    + ", found '" + quoted(version) + "'", e);
        }
    }

    /**
     * {@return names of the classes, if the file has any}
     *
     * @param classes number of classes
     * @throws IOException if they are no JSON array of as many texts
     */
    public Optional<List<String>> labels(int classes) throws IOException {
        String text = text("labels");
        if (text == null) {
            return Optional.empty();
        }
        String from = file + ": metadata labels";
        return Optional.of(counted(LabelFiles.parseArray(text, from), from, classes, file));
    }

    /**
     * {@return labels, which are as many as the classes}
     *
     * @param labels  names of classes
     * @param from    where they come from, for the message
     * @param classes number of classes
     * @param file    what has the classes, for the message
     * @throws IOException if they are more or less
     */
    public static List<String> counted(List<String> labels, String from, int classes, String file) throws IOException {
        if (labels.size() != classes) {
            throw new IOException(from + ": expected a label for each of the " + classes + " classes"
                    + (from.startsWith(file) ? "" : " of " + file) + ", found " + labels.size() + " labels");
        }
        return labels;
    }

    /**
     * Refuses a file that was not written to its end, or in part over another one. A safetensors file has nothing but
     * tensors behind its index, so that one which ends with many zeros was given its size first. PyTorch's files end
     * with their index, or may have a state of the optimiser there; their contents have checksums.
     *
     * @param zerosAtEnd bytes of zeros at the end of the file
     * @throws IOException if they are too many, or contents are others than the file's checksums say
     */
    public void refuseIncomplete(long zerosAtEnd) throws IOException {
        checkpoint.verify();
        if (checkpoint.format().equals("safetensors") && zerosAtEnd >= ZEROS_AT_END) {
            throw new IOException(file + ": expected weights up to the end of the file, found " + zerosAtEnd
                    + " bytes of zeros there: it was not written to its end, and is taken when it is");
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

    private static List<Float> floats(String text) {
        List<Float> floats = new ArrayList<>();
        for (String number : text.split(",", -1)) {
            floats.add(Float.valueOf(number.strip()));
        }
        return floats;
    }

    private String text(String key) {
        return checkpoint.metadata().get(key);
    }

    /** {@return a text of a file on one line and not longer than people read} */
    public static String quoted(String text) {
        String line = String.valueOf(text).replaceAll("[\\x00-\\x1F\\x7F-\\x9F\\x{2028}\\x{2029}]", "?");
        return line.length() > QUOTED ? line.substring(0, QUOTED) + "..." : line;
    }
}
