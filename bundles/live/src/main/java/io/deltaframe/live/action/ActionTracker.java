package io.deltaframe.live.action;

import io.deltaframe.api.Action;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.ActionEvent.Ending;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.WindowResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The action events of one session: a label's event starts with a score from the enter threshold up, and ends when the
 * score has stayed below the exit threshold for the hold time. What no label reaches is no event. For one thread at a
 * time.
 */
public final class ActionTracker {

    /** An event that goes on. */
    private static final class Open {
        private final String id;
        private final WindowResult first;
        private final double firstScore;
        private WindowResult last;
        /** The first of the windows since then that do not show it, or null. */
        private WindowResult quiet;
        private double score;
        private double peakScore;
        private Duration peak;
        private ModelInfo model;

        Open(String id, WindowResult first, double score) {
            this.id = id;
            this.first = first;
            this.firstScore = score;
            this.peakScore = Double.NEGATIVE_INFINITY;
            see(first, score, true);
        }

        void see(WindowResult window, double now, boolean shown) {
            score = now;
            model = window.model();
            if (shown) {
                last = window;
                quiet = null;
            } else if (quiet == null) {
                quiet = window;
            }
            if (now > peakScore) {
                peakScore = now;
                peak = window.start().plus(window.end().minus(window.start()).dividedBy(2));
            }
        }
    }

    private final LiveOptions options;
    private final String prefix;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Map<String, Deque<Double>> history = new HashMap<>();
    private int epoch;
    private long started;

    /**
     * No events yet.
     *
     * @param options of the session
     * @param opened  when the session was opened, which tells its events from those of one of the same name before
     */
    public ActionTracker(LiveOptions options, Instant opened) {
        this.options = options;
        this.prefix = options.name() + "-" + opened.toEpochMilli() + "-";
    }

    /**
     * Takes a window in.
     *
     * @param window its result
     * @param scores every class of its model with its score, in any order
     * @return events that end with it, and then events that start
     */
    public List<ActionEvent> take(WindowResult window, List<Action> scores) {
        List<ActionEvent> events = new ArrayList<>();
        if (window.epoch() != epoch) {
            events.addAll(endAll(Ending.EPOCH, "the stream jumped"));
            epoch = window.epoch();
        }
        Map<String, Double> smoothed = smoothed(scores);
        for (Map.Entry<String, Open> entry : List.copyOf(open.entrySet())) {
            ending(window, entry.getValue(), smoothed.get(entry.getKey())).ifPresent(why -> {
                open.remove(entry.getKey());
                events.add(ended(entry.getKey(), entry.getValue(), why, reason(why, entry.getValue(), window)));
            });
        }
        smoothed.forEach((label, score) -> {
            if (score >= options.enter() && !open.containsKey(label)) {
                Open event = new Open(prefix + ++started, window, score);
                open.put(label, event);
                events.add(told(label, event, event.firstScore, Ending.NONE, ""));
            }
        });
        return events;
    }

    private Optional<Ending> ending(WindowResult window, Open event, Double score) {
        if (score == null) {
            return Optional.of(Ending.LABEL_GONE);
        }
        event.see(window, score, score >= options.exit());
        if (event.quiet != null && window.end().minus(event.quiet.end()).compareTo(options.hold()) >= 0) {
            return Optional.of(Ending.EXIT);
        }
        return window.end().minus(event.first.start()).compareTo(options.longest()) >= 0
                ? Optional.of(Ending.LONGEST) : Optional.empty();
    }

    private String reason(Ending why, Open event, WindowResult window) {
        return switch (why) {
            case EXIT -> String.format(Locale.ROOT, "score %.2f below %.2f for %.2f s", event.score, options.exit(),
                    window.end().minus(event.quiet.end()).toMillis() / 1000.0);
            case LONGEST -> String.format(Locale.ROOT, "it lasted %.0f s, as long as an event may",
                    options.longest().toMillis() / 1000.0);
            case LABEL_GONE -> "model " + window.model().name() + " " + window.model().version()
                    + " does not know the label";
            case NONE, EPOCH, SOURCE_LOST, STREAM_END, CLOSED -> "";
        };
    }

    private Map<String, Double> smoothed(List<Action> scores) {
        Map<String, Double> smoothed = new LinkedHashMap<>();
        for (Action action : scores) {
            if (options.labels().isEmpty() || options.labels().contains(action.label())) {
                Deque<Double> last = history.computeIfAbsent(action.label(), label -> new ArrayDeque<>());
                last.addLast(action.score());
                if (last.size() > options.smoothing()) {
                    last.removeFirst();
                }
                smoothed.put(action.label(),
                        last.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
            }
        }
        // Labels of a model that was replaced are forgotten with it
        history.keySet().retainAll(smoothed.keySet());
        return smoothed;
    }

    /**
     * Ends all events.
     *
     * @param why    they end
     * @param reason the same for people
     * @return the events
     */
    public List<ActionEvent> endAll(Ending why, String reason) {
        List<ActionEvent> events = new ArrayList<>();
        open.forEach((label, event) -> events.add(ended(label, event, why, reason)));
        open.clear();
        history.clear();
        return events;
    }

    private ActionEvent ended(String label, Open event, Ending why, String reason) {
        return told(label, event, event.score, why, reason);
    }

    private ActionEvent told(String label, Open event, double score, Ending why, String reason) {
        return new ActionEvent(event.id, options.name(), event.first.epoch(), label, score, event.first.start(),
                event.first.wallStart(), event.last.end(), event.last.wallEnd(), event.peakScore, event.peak,
                event.first.model(), event.model, why, reason);
    }

    /** {@return events that go on} */
    public int open() {
        return open.size();
    }

    /** {@return events that were started} */
    public long started() {
        return started;
    }
}
