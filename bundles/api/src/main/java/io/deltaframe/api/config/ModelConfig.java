package io.deltaframe.api.config;

/**
 * Factory configurations that offer a checkpoint file as a model, one each. Properties that are none of these become
 * service properties of the model, for recognizers to filter by.
 */
public final class ModelConfig {

    /** Factory PID. */
    public static final String PID = "io.deltaframe.model";

    /** Path of the checkpoint, String; required. */
    public static final String FILE = "file";
    /**
     * Name of the model, String; empty or absent for the file's metadata, else its name without extension and version.
     */
    public static final String NAME = "name";
    /**
     * Version in OSGi syntax, String; empty or absent for the file's metadata, else what its name ends with, else
     * 1.0.0.
     */
    public static final String VERSION = "version";
    /** Path of a file with the names of the classes, String; empty or absent for the file's metadata. */
    public static final String LABELS = "labels";
    /** Segments a clip, Integer from 0 to 1024; 0 for the file's metadata, else 8. */
    public static final String SEGMENTS = "segments";
    /** Side of the centre crop in pixels, Integer from 0 to 4096; 0 for the file's metadata, else 224. */
    public static final String INPUT_SIZE = "inputSize";
    /**
     * Length of a frame's short side after resizing in pixels, Integer from 0 to 4096; 0 for the metadata, else 256.
     */
    public static final String RESIZE_SHORT_SIDE = "resizeShortSide";

    private ModelConfig() { }
}
