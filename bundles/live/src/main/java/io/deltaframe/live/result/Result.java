package io.deltaframe.live.result;

import io.deltaframe.api.Action;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.WindowResult;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Something a listener is told.
 *
 * @param type       {@code window}, {@code start}, {@code end} or {@code source}
 * @param session    name of the session
 * @param properties what filters see, beside type and session
 * @param tell       tells a listener
 */
public record Result(String type, String session, Map<String, Object> properties, Consumer<LiveListener> tell) {

    /** Type of windows. */
    public static final String WINDOW = "window";

    /**
     * {@return a window's result}
     *
     * @param window what was seen
     */
    public static Result of(WindowResult window) {
        Map<String, Object> properties = new HashMap<>(Map.of("model", window.model().name()));
        if (!window.actions().isEmpty()) {
            Action best = window.actions().getFirst();
            properties.put("label", best.label());
            properties.put("score", best.score());
        }
        return new Result(WINDOW, window.session(), properties, listener -> listener.window(window));
    }

    /**
     * {@return the start or the end of an action}
     *
     * @param event which
     */
    public static Result of(ActionEvent event) {
        boolean start = event.ending() == ActionEvent.Ending.NONE;
        return new Result(start ? "start" : "end", event.session(),
                Map.of("label", event.label(), "score", event.score(), "model", event.endModel().name()),
                listener -> {
                    if (start) {
                        listener.started(event);
                    } else {
                        listener.ended(event);
                    }
                });
    }

    /**
     * {@return a source's change}
     *
     * @param event what it is now
     */
    public static Result of(SourceEvent event) {
        return new Result("source", event.session(), Map.of("state", event.state().name()),
                listener -> listener.source(event));
    }
}
