package io.deltaframe.api.event;

import io.deltaframe.api.Recognizer;

/**
 * Events about recognizers. Every one carries {@link Recognizer#NAME} (String), so that a handler hears of one
 * recognizer with the filter {@code (deltaframe.recognizer=door)}, and {@code timestamp} (Long, milliseconds since
 * 1970).
 *
 * <p>A service listener hears of swaps too: the service's properties change before the event is posted.
 */
public final class RecognizerEvents {

    /**
     * A recognizer runs another network: its first one, another model, another file of the same version, or the same on
     * another engine. Carries {@link Recognizer#MODEL}, {@link Recognizer#MODEL_VERSION},
     * {@link Recognizer#MODEL_SHA256}, {@link Recognizer#ENGINE} of the network in service, {@link #DURATION}, and
     * where there was one before {@link #PREVIOUS_MODEL} and {@link #PREVIOUS_VERSION}.
     */
    public static final String SWAPPED = "io/deltaframe/recognizer/SWAPPED";

    /**
     * A network could not be taken into service; what was in service still is. Carries {@link Recognizer#MODEL} and
     * {@link Recognizer#MODEL_VERSION} of what was tried (for an ensemble whose members do not fit together
     * {@code MODEL} alone, which names them all), {@link Recognizer#ENGINE} where one was chosen, {@link #REASON}, and
     * {@link #PREVIOUS_MODEL} and {@link #PREVIOUS_VERSION} of what goes on serving, if anything does.
     */
    public static final String FAILED = "io/deltaframe/recognizer/FAILED";

    /**
     * A recognizer has no network any more, and its service is gone. Carries {@link #PREVIOUS_MODEL} and
     * {@link #PREVIOUS_VERSION}.
     */
    public static final String UNAVAILABLE = "io/deltaframe/recognizer/UNAVAILABLE";

    /** Topic filter for all of these. */
    public static final String ALL = "io/deltaframe/recognizer/*";

    /** Name of the model before, or of the one that goes on serving, String. */
    public static final String PREVIOUS_MODEL = "deltaframe.previous.model";
    /** Its version, {@code org.osgi.framework.Version}. */
    public static final String PREVIOUS_VERSION = "deltaframe.previous.model.version";
    /** What went wrong, for people, String. */
    public static final String REASON = "deltaframe.reason";
    /**
     * Milliseconds from the beginning of the load to the switch, Long; 0 if the network was loaded already, for another
     * recognizer.
     */
    public static final String DURATION = "deltaframe.duration.ms";

    private RecognizerEvents() { }
}
