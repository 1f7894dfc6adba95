package io.deltaframe.api.live;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How a session looks at its stream. Begin with {@link #of} and change what shall be different. Immutable.
 *
 * @param name       of the session, by which listeners and events know it; one session a name
 * @param recognizer name of the recognizer, or an LDAP filter on service properties of recognizers; empty for the best
 *                   there is
 * @param window     length of a window in stream time, 0.1 s to 10 min
 * @param hop        stream time from one window's start to the next one's, 0.05 s to 10 min. Taken as the nearest
 *                   multiple of {@code window / segments} of the model, at least one, so that windows that overlap
 *                   share the segments they have in common; {@link LiveStatus} says what it came to
 * @param topK       actions a window tells at most, at least 1
 * @param labels     labels of interest: only these are told and make events; empty for all
 * @param enter      score from which an event starts, above 0 to 1
 * @param exit       score below which it may end, 0 to {@code enter}
 * @param hold       stream time for which the score must stay below {@code exit} until the event ends, 0 and up
 * @param longest    stream time after which an event is ended in any case, above 0
 * @param smoothing  windows over which a label's score is averaged for events, 1 to 100; 1 for none
 * @param memory     bytes of frames that are kept at most, at least 1 MiB. Frames are kept as the square that networks
 *                   see: 192 KiB each for a short side of 256 pixels
 * @param incremental newest segments of a window for which the network's later stages are computed, while older ones
 *                   keep what they had: faster, and near the exact scores. 0 for exact windows. Takes effect where the
 *                   hop is one segment, the engine can do it, and a window has more segments; windows after a gap or a
 *                   swap are exact, and each {@link WindowResult} says what it is
 * @param gate       whether windows in which nothing moves are answered without the network
 * @param look       stream time after which the network looks all the same where nothing moves, above 0
 */
public record LiveOptions(String name, String recognizer, Duration window, Duration hop, int topK, Set<String> labels,
                          double enter, double exit, Duration hold, Duration longest, int smoothing, long memory,
                          int incremental, Gate gate, Duration look)
        implements Serializable {

    /** Whether windows in which nothing moves are answered without the network. */
    public enum Gate {
        /** The network sees every window. */
        OFF,
        /** The network does not see windows in which nothing moves: they show no action. */
        ON,
        /** The network sees every window; windows that would not have been seen are counted, and what they showed. */
        AUDIT
    }

    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);
    private static final long LEAST_MEMORY = 1L << 20;
    private static final int MOST_SMOOTHING = 100;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     * @throws NullPointerException     if one is null
     */
    public LiveOptions {
        Objects.requireNonNull(recognizer, "recognizer");
        labels = Set.copyOf(labels);
        require(!name.isBlank(), "name", "not be empty", name);
        require(within(window, Duration.ofMillis(100)), "window", "be 0.1 s to 10 min", seconds(window));
        require(within(hop, Duration.ofMillis(50)), "hop", "be 0.05 s to 10 min", seconds(hop));
        require(topK >= 1, "topK", "be at least 1", topK);
        require(enter > 0 && enter <= 1, "enter", "be above 0 and at most 1", enter);
        require(exit >= 0 && exit <= enter, "exit", "be 0 to enter, which is " + enter + ",", exit);
        require(!hold.isNegative(), "hold", "not be negative", seconds(hold));
        require(longest.isPositive(), "longest", "be above 0", seconds(longest));
        require(smoothing >= 1 && smoothing <= MOST_SMOOTHING, "smoothing", "be 1 to 100 windows", smoothing);
        require(memory >= LEAST_MEMORY, "memory", "be at least 1 MiB", memory + " bytes");
        require(incremental >= 0, "incremental", "be 0 for exact windows, or a number of segments,", incremental);
        Objects.requireNonNull(gate, "gate");
        require(look.isPositive(), "look", "be above 0", seconds(look));
    }

    /**
     * {@return the usual options: windows of 3 s every second on the best recognizer, five actions a window, events
     * from 0.5 up that end after a second below 0.35, or after an hour; 64 MiB}
     *
     * @param name of the session
     */
    public static LiveOptions of(String name) {
        return new LiveOptions(name, "", Duration.ofSeconds(3), Duration.ofSeconds(1), 5, Set.of(), 0.5, 0.35,
                Duration.ofSeconds(1), Duration.ofHours(1), 1, 64L << 20, 0, Gate.OFF, Duration.ofSeconds(30));
    }

    /**
     * {@return these options with another recognizer}
     *
     * @param choice name of a recognizer, or an LDAP filter; empty for the best there is
     */
    public LiveOptions withRecognizer(String choice) {
        return new LiveOptions(name, choice, window, hop, topK, labels, enter, exit, hold, longest, smoothing,
                memory, incremental, gate, look);
    }

    /**
     * {@return these options with other windows}
     *
     * @param length length of a window
     * @param step   from one window's start to the next one's
     */
    public LiveOptions withWindows(Duration length, Duration step) {
        return new LiveOptions(name, recognizer, length, step, topK, labels, enter, exit, hold, longest, smoothing,
                memory, incremental, gate, look);
    }

    /**
     * {@return these options with other thresholds}
     *
     * @param start score from which an event starts
     * @param end   score below which it may end
     */
    public LiveOptions withThresholds(double start, double end) {
        return new LiveOptions(name, recognizer, window, hop, topK, labels, start, end, hold, longest, smoothing,
                memory, incremental, gate, look);
    }

    /**
     * {@return these options with other times for events}
     *
     * @param quiet time below the exit threshold until an event ends
     * @param limit time after which an event is ended in any case
     */
    public LiveOptions withTimes(Duration quiet, Duration limit) {
        return new LiveOptions(name, recognizer, window, hop, topK, labels, enter, exit, quiet, limit, smoothing,
                memory, incremental, gate, look);
    }

    /**
     * {@return these options with other labels}
     *
     * @param interesting labels of interest; empty for all
     * @param most        actions a window tells at most
     */
    public LiveOptions withLabels(Set<String> interesting, int most) {
        return new LiveOptions(name, recognizer, window, hop, most, interesting, enter, exit, hold, longest, smoothing,
                memory, incremental, gate, look);
    }

    /**
     * {@return these options with another smoothing}
     *
     * @param windows over which a label's score is averaged
     */
    public LiveOptions withSmoothing(int windows) {
        return new LiveOptions(name, recognizer, window, hop, topK, labels, enter, exit, hold, longest, windows,
                memory, incremental, gate, look);
    }

    /**
     * {@return these options with another bound on memory}
     *
     * @param bytes of frames that are kept at most
     */
    public LiveOptions withMemory(long bytes) {
        return new LiveOptions(name, recognizer, window, hop, topK, labels, enter, exit, hold, longest, smoothing,
                bytes, incremental, gate, look);
    }

    /**
     * {@return these options with windows that are computed in part}
     *
     * @param segments newest segments for which later stages are computed; 0 for exact windows
     */
    public LiveOptions withIncremental(int segments) {
        return new LiveOptions(name, recognizer, window, hop, topK, labels, enter, exit, hold, longest, smoothing,
                memory, segments, gate, look);
    }

    /**
     * {@return these options with another motion gate}
     *
     * @param motion whether windows in which nothing moves are answered without the network
     * @param every  stream time after which the network looks all the same
     */
    public LiveOptions withGate(Gate motion, Duration every) {
        return new LiveOptions(name, recognizer, window, hop, topK, labels, enter, exit, hold, longest, smoothing,
                memory, incremental, motion, every);
    }

    private static boolean within(Duration value, Duration least) {
        return value.compareTo(least) >= 0 && value.compareTo(LONGEST_WINDOW) <= 0;
    }

    private static String seconds(Duration value) {
        return value.toMillis() / 1000.0 + " s";
    }

    private static void require(boolean holds, String option, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(option + " must " + expected + " but is " + found);
        }
    }
}
