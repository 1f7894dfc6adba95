package io.deltaframe.api.event;

/**
 * Events about live sessions: starts and ends of actions, and states of sources. All carry {@link #SESSION} (String)
 * and {@code timestamp} (Long, milliseconds since 1970). Windows, of which there are many, come to listeners only.
 */
public final class LiveEvents {

    /** An action began. Carries {@link #ID}, {@link #LABEL}, {@link #SCORE}, {@link #START} and {@link #MODEL}. */
    public static final String STARTED = "io/deltaframe/live/STARTED";
    /** An action ended. Carries what {@link #STARTED} does, and {@link #END}, {@link #PEAK} and {@link #REASON}. */
    public static final String ENDED = "io/deltaframe/live/ENDED";
    /** A source changed its state. Carries {@link #STATE} and {@link #REASON}. */
    public static final String SOURCE = "io/deltaframe/live/SOURCE";
    /** Topic filter for all of these. */
    public static final String ALL = "io/deltaframe/live/*";

    /** Name of the session, String. */
    public static final String SESSION = "deltaframe.live.session";
    /** Id of the action event, String, the same at start and end. */
    public static final String ID = "deltaframe.live.event";
    /** Label of the action, String. */
    public static final String LABEL = "deltaframe.label";
    /** Its score, Double. */
    public static final String SCORE = "deltaframe.score";
    /** Its highest score, Double. */
    public static final String PEAK = "deltaframe.score.peak";
    /** Stream time of the start in seconds, Double. */
    public static final String START = "deltaframe.start";
    /** Stream time of the end in seconds, Double. */
    public static final String END = "deltaframe.end";
    /** Name of the model, String. */
    public static final String MODEL = "deltaframe.model";
    /** Version of the model, {@code org.osgi.framework.Version}. */
    public static final String MODEL_VERSION = "deltaframe.model.version";
    /** Where the source stands, String: the name of a {@code SourceState}. */
    public static final String STATE = "deltaframe.state";
    /** Why, for people, String. */
    public static final String REASON = RecognizerEvents.REASON;

    private LiveEvents() { }
}
