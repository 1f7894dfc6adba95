package io.deltaframe.recognizer.models;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a checkpoint file says: {@code tdn-1.2.3.pth.tar} is version 1.2.3 of {@code tdn}.
 *
 * @param base    the name without what says its format
 * @param model   the base without version
 * @param version version in OSGi syntax; empty if the name says none
 */
record CheckpointFileName(String base, String model, String version) {

    private static final Pattern EXTENSION = Pattern.compile("(?i)\\.(safetensors|pth\\.tar|pth|pt|ckpt|bin|tar)$");
    private static final Pattern CHECKPOINT = Pattern.compile("(?i).+\\.(safetensors|pth\\.tar|pth|pt|ckpt|bin)$");
    /** What people save models as, and none of our formats. */
    private static final Pattern FOREIGN = Pattern.compile(
            "(?i).+\\.(onnx|h5|hdf5|keras|pb|tflite|pkl|pickle|npz|npy|gguf|ggml|mar|torchscript|ptl|pte|pt2|engine"
            + "|weights|pdparams|msgpack|mlmodel|caffemodel|tar|tgz|7z|safetensors\\.index\\.json"
            + "|(tar|pth|pt|ckpt|safetensors)\\.(gz|xz|bz2|zst|zip))$");
    /** All three numbers, so that the 50 of resnet-50 is none. */
    private static final Pattern VERSIONED =
            Pattern.compile("(.+)-(\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(?:\\.[A-Za-z0-9_-]+)?)");

    /** {@return whether checkpoints are named so; what is one is told by the content} */
    static boolean isCheckpoint(String file) {
        return CHECKPOINT.matcher(file).matches();
    }

    /** {@return whether models are named so that are no checkpoints} */
    static boolean isForeign(String file) {
        return FOREIGN.matcher(file).matches();
    }

    /**
     * {@return what a name says}
     *
     * @param file name of a file, without folders
     */
    static CheckpointFileName of(String file) {
        String bare = EXTENSION.matcher(file).replaceFirst("");
        String base = bare.isEmpty() ? file : bare;
        Matcher versioned = VERSIONED.matcher(base);
        return versioned.matches() ? new CheckpointFileName(base, versioned.group(1), versioned.group(2))
                : new CheckpointFileName(base, base, "");
    }
}
