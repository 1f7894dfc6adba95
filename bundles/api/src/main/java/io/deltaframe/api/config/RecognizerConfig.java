package io.deltaframe.api.config;

/** Factory configurations of recognizers of one model, one each. Those of ensembles are {@link EnsembleConfig}. */
public final class RecognizerConfig {

    /** Factory PID. */
    public static final String PID = "io.deltaframe.recognizer";

    /** Name of the recognizer, String: its service property {@code deltaframe.recognizer}. */
    public static final String NAME = "name";
    /** Name of the model to run, String; empty or absent for the best there is. */
    public static final String MODEL = "model";
    /** OSGi range of acceptable model versions, String such as {@code [1.0,2)}; empty or absent for any. */
    public static final String MODEL_VERSION = "modelVersion";
    /** LDAP filter on service properties of models, String; empty or absent for any model. */
    public static final String MODEL_FILTER = "modelFilter";
    /**
     * Classes that are relied on: a number, or the path of a file with their names, String; empty or absent for any.
     */
    public static final String LABELS = "labels";
    /** Name of the engine, String, or {@link #ANY_ENGINE}. */
    public static final String ENGINE = "engine";
    /** Clips a video where a call does not say, Integer from 1 to 100. */
    public static final String CLIPS = "clips";
    /** Crops a clip where a call does not say, Integer: 1 or 3. */
    public static final String CROPS = "crops";
    /** Threads a video is decoded with, Integer from 0 to 256; 0 for one a processor. */
    public static final String DECODE_THREADS = "decodeThreads";
    /** Whether it is there for a short while, so that the recognizer named default stays beside it; Boolean. */
    public static final String TEMPORARY = "temporary";

    /** Value of {@link #ENGINE}: the engine with the highest {@code service.ranking} that can run the model. */
    public static final String ANY_ENGINE = "auto";

    private RecognizerConfig() { }
}
