package io.deltaframe.api.event;

/**
 * Events about models. {@link #ADDED} and {@link #REMOVED} are about every model service, whoever registered it, and
 * carry {@code deltaframe.model} (String), {@code deltaframe.model.version} ({@code org.osgi.framework.Version}),
 * {@code service.id} (Long) and, where the service has it, {@code deltaframe.model.sha256} (String). A model that
 * replaces another is added before the other is removed. All carry {@code timestamp} (Long, milliseconds since 1970).
 */
public final class ModelEvents {

    /** A model is offered. */
    public static final String ADDED = "io/deltaframe/model/ADDED";

    /** A model is not offered any more. */
    public static final String REMOVED = "io/deltaframe/model/REMOVED";

    /**
     * A file or a bundle did not become a model; the model it offered before, if any, still is one. Carries
     * {@link #SOURCE} and {@link #REASON}.
     */
    public static final String FAILED = "io/deltaframe/model/FAILED";

    /** Topic filter for all of these. */
    public static final String ALL = "io/deltaframe/model/*";

    /** Where the model was to come from: the path of a file, or a path and the bundle that carries it; String. */
    public static final String SOURCE = "deltaframe.source";
    /** What went wrong, for people, String. */
    public static final String REASON = RecognizerEvents.REASON;

    private ModelEvents() { }
}
