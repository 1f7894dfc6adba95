package io.deltaframe.live.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.api.Action;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.ActionEvent.Ending;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.live.WindowResult.TimeBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActionTrackerTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final List<ActionEvent> events = new ArrayList<>();
    private LiveOptions options = LiveOptions.of("gate").withThresholds(0.6, 0.4);
    private ActionTracker tracker;
    private int second;
    private String model = "m";

    /** A window of 3 s, a second after the last one. */
    private void window(int epoch, double wave, double fall) {
        if (tracker == null) {
            tracker = new ActionTracker(options, NOON);
        }
        ModelInfo info = new ModelInfo(model, "1.0.0", "", "", 8, 224, 256,
                model.equals("m") ? List.of("wave", "fall") : List.of("fall"), "", "");
        List<Action> scores = model.equals("m") ? List.of(new Action(0, "wave", wave), new Action(1, "fall", fall))
                : List.of(new Action(0, "fall", fall));
        WindowResult window = new WindowResult("gate", second, epoch, Duration.ofSeconds(second),
                Duration.ofSeconds(second + 3), NOON.plusSeconds(second), NOON.plusSeconds(second + 3), TimeBase.STREAM,
                false, scores, info, "simd", Duration.ZERO, 0, 8,
                WindowResult.Inference.EXACT, false);
        events.addAll(tracker.take(window, scores));
        second++;
    }

    private void waves(double... scores) {
        for (double score : scores) {
            window(1, score, 0);
        }
    }

    @Test
    void an_action_starts_from_enter_and_ends_after_the_hold_below_exit() {
        options = options.withTimes(Duration.ofSeconds(2), Duration.ofHours(1));
        waves(0.5, 0.59, 0.6, 0.9, 0.45, 0.3, 0.39, 0.5, 0.1, 0.1, 0.1);
        assertEquals(2, events.size());
        ActionEvent start = events.getFirst();
        assertEquals(Ending.NONE, start.ending());
        assertEquals(Duration.ofSeconds(2), start.start());
        assertEquals(NOON.plusSeconds(2), start.wallStart());
        assertEquals(0.6, start.score());
        ActionEvent end = events.getLast();
        assertEquals(start.id(), end.id());
        assertEquals(Ending.EXIT, end.ending());
        assertEquals("score 0.10 below 0.40 for 2.00 s", end.reason());
        assertEquals(Duration.ofSeconds(2), end.start());
        assertEquals(Duration.ofSeconds(10), end.end(), "the end of the last window that shows it");
        assertEquals(0.9, end.peakScore());
        assertEquals(Duration.ofMillis(4500), end.peak());
    }

    @Test
    void nothing_is_no_event() {
        waves(0.59, 0.1, 0.5);
        assertEquals(List.of(), events);
        assertEquals(List.of(), tracker.endAll(Ending.CLOSED, "closed"));
    }

    @Test
    void an_event_that_lasts_too_long_ends_and_another_begins() {
        options = options.withTimes(Duration.ofSeconds(1), Duration.ofSeconds(5));
        waves(0.9, 0.9, 0.9, 0.9);
        assertEquals(List.of(Ending.NONE, Ending.LONGEST, Ending.NONE),
                events.stream().map(ActionEvent::ending).toList());
        assertEquals(2, events.stream().map(ActionEvent::id).distinct().count());
    }

    @Test
    void a_score_is_smoothed_over_windows() {
        options = options.withSmoothing(3);
        waves(0.3, 0.3, 1.0, 0.8);
        assertEquals(1, events.size());
        assertEquals(Duration.ofSeconds(3), events.getFirst().start());
        assertEquals(0.7, events.getFirst().score(), 1e-9);
    }

    @Test
    void only_labels_of_interest_make_events() {
        options = options.withLabels(Set.of("fall"), 5);
        window(1, 0.9, 0.1);
        window(1, 0.3, 0.7);
        assertEquals(List.of("fall"), events.stream().map(ActionEvent::label).toList());
    }

    @Test
    void events_of_several_labels_are_independent() {
        window(1, 0.9, 0.7);
        window(1, 0.1, 0.7);
        window(1, 0.1, 0.7);
        assertEquals(List.of("wave NONE", "fall NONE", "wave EXIT"),
                events.stream().map(event -> event.label() + " " + event.ending()).toList());
    }

    @Test
    void a_jump_ends_events_and_they_may_start_anew() {
        waves(0.9);
        window(2, 0.9, 0);
        assertEquals(List.of(Ending.NONE, Ending.EPOCH, Ending.NONE),
                events.stream().map(ActionEvent::ending).toList());
        assertEquals(List.of(1, 1, 2), events.stream().map(ActionEvent::epoch).toList());
    }

    @Test
    void events_live_over_a_swap_unless_the_new_model_does_not_know_the_label() {
        window(1, 0.9, 0.9);
        model = "n";
        window(1, 0, 0.8);
        assertEquals("wave LABEL_GONE model n 1.0.0 does not know the label", events.getLast().label() + " "
                + events.getLast().ending() + " " + events.getLast().reason());
        ActionEvent end = tracker.endAll(Ending.SOURCE_LOST, "cable").getFirst();
        assertEquals("m", end.startModel().name());
        assertEquals("n", end.endModel().name());
        assertEquals("cable", end.reason());
        assertEquals(Ending.SOURCE_LOST, end.ending());
        assertEquals(0, tracker.open());
        assertEquals(2, tracker.started());
    }
}
