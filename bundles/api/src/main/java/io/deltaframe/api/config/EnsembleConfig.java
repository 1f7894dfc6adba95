package io.deltaframe.api.config;

/**
 * Factory configurations of recognizers that run several models on every video, one each. They have {@code NAME},
 * {@code LABELS}, {@code ENGINE}, {@code CLIPS}, {@code CROPS} and {@code DECODE_THREADS} of {@link RecognizerConfig}
 * too.
 */
public final class EnsembleConfig {

    /** Factory PID. */
    public static final String PID = "io.deltaframe.recognizer.ensemble";

    /**
     * The models, String[] of two or more: a name, which a semicolon and an OSGi range of versions may follow
     * ({@code tdn-8f;[1.0,2)}), or an LDAP filter on service properties of models.
     */
    public static final String MODELS = "models";
    /** How the scores of the models become one, String: {@link #SOFTMAX_MEAN} or {@link #RELEASED}. */
    public static final String SCORING = "scoring";

    /** Value of {@link #SCORING}: the mean of the models' probabilities. */
    public static final String SOFTMAX_MEAN = "softmax-mean";
    /** Value of {@link #SCORING}: logits clamped at zero and summed, as the released code does; no probabilities. */
    public static final String RELEASED = "released";

    private EnsembleConfig() { }
}
