package io.deltaframe.live.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.Readiness.Kind;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.live.SourceState;
import java.time.Duration;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.Test;

class HealthChecksTest {

    private static final Readiness SERVING = new Readiness(Kind.RECOGNIZER, "default", State.READY, "");

    private List<LiveStatus> cameras = List.of();
    private long nanos = 1;
    private final CamerasCheck check = new CamerasCheck(new LiveSessions() {
        @Override
        public LiveSession open(LiveOptions options, LiveListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<LiveStatus> status() {
            return cameras;
        }
    }, () -> nanos);

    private static Status judge(Readiness... parts) {
        return RecognizersCheck.judge(List.of(parts)).getStatus();
    }

    private Status with(SourceState state, long dropped) {
        cameras = List.of(new LiveStatus("gate", state, "", "m 1.0.0", Duration.ofSeconds(3), Duration.ofSeconds(1), 1,
                250, 0, 25, 8, dropped, 0, 0, 4, 1, Duration.ofMillis(300), 1000));
        return check.execute().getStatus();
    }

    @Test
    void without_a_model_it_is_critical() {
        assertEquals(Status.CRITICAL, judge());
        assertEquals(Status.CRITICAL, judge(new Readiness(Kind.RECOGNIZER, "default", State.WAITING, "no model"),
                new Readiness(Kind.ENGINE, "simd", State.READY, "")));
        Result failed = RecognizersCheck.judge(List.of(
                new Readiness(Kind.MODEL, "a.pth", State.FAILED, "a.pth: ends early"),
                new Readiness(Kind.RECOGNIZER, "default", State.WAITING, "no model")));
        assertEquals(Status.CRITICAL, failed.getStatus());
        assertTrue(failed.toString().contains("model a.pth: FAILED, a.pth: ends early"), failed.toString());
    }

    @Test
    void while_the_first_model_is_being_loaded_it_is_unavailable_for_the_time_being() {
        assertEquals(Status.TEMPORARILY_UNAVAILABLE, judge(new Readiness(Kind.MODEL, "a", State.LOADING, ""),
                new Readiness(Kind.RECOGNIZER, "default", State.WAITING, "no model")));
        assertEquals(Status.OK, judge(new Readiness(Kind.MODEL, "b", State.LOADING, ""), SERVING));
    }

    @Test
    void what_serves_may_still_be_worth_a_warning() {
        assertEquals(Status.OK, judge(SERVING, new Readiness(Kind.ENGINE, "tornado", State.FAILED, "no GPU")));
        assertEquals(Status.WARN, judge(SERVING, new Readiness(Kind.MODEL, "b", State.FAILED, "b: ends early")));
        assertEquals(Status.WARN, judge(SERVING, new Readiness(Kind.RECOGNIZER, "b", State.WAITING, "no model b")));
        assertEquals(Status.WARN, judge(new Readiness(Kind.RECOGNIZER, "a", State.READY, "runs the model before")));
    }

    @Test
    void a_source_that_is_away_is_a_warning() {
        assertEquals(Status.OK, check.execute().getStatus());
        for (SourceState state : List.of(SourceState.LOST, SourceState.STALLED, SourceState.UNAUTHORIZED)) {
            assertEquals(Status.WARN, with(state, 0));
        }
        for (SourceState state : List.of(SourceState.NONE, SourceState.CONNECTING, SourceState.RUNNING,
                SourceState.STOPPED)) {
            assertEquals(Status.OK, with(state, 0));
        }
    }

    @Test
    void dropped_windows_are_a_warning_for_a_while() {
        assertEquals(Status.OK, with(SourceState.RUNNING, 0));
        assertEquals(Status.WARN, with(SourceState.RUNNING, 3));
        nanos += CamerasCheck.OF_LATE.toNanos() - 1;
        assertEquals(Status.WARN, with(SourceState.RUNNING, 3));
        nanos += 1;
        assertEquals(Status.OK, with(SourceState.RUNNING, 3));
        // However long ago the last look was
        nanos += 10 * CamerasCheck.OF_LATE.toNanos();
        assertEquals(Status.WARN, with(SourceState.RUNNING, 4));
        // A session of the same name, opened again, counts from 0
        nanos += CamerasCheck.OF_LATE.toNanos();
        assertEquals(Status.OK, with(SourceState.RUNNING, 0));
        assertEquals(Status.WARN, with(SourceState.RUNNING, 1));
    }
}
