package io.deltaframe.recognizer.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.Readiness.Kind;
import io.deltaframe.api.health.Readiness.State;
import org.junit.jupiter.api.Test;

/** Commands wait for what is loading, so that it must not be forever. */
class ReadingTimeTest {

    @Test
    void a_file_that_is_read_for_long_is_told_of_and_nobody_waits_for_it() {
        Readiness loading = new Readiness(Kind.MODEL, "/share/m.pth", State.LOADING, "is to be inspected");
        assertSame(loading, ModelRegistration.whileReading(loading, 29));
        assertEquals(new Readiness(Kind.MODEL, "/share/m.pth", State.WAITING,
                "reading for 30 s: does its file system answer?"), ModelRegistration.whileReading(loading, 30));
    }

    @Test
    void a_model_that_is_offered_stays_ready_beside_that() {
        Readiness ready = new Readiness(Kind.MODEL, "/share/m.pth", State.READY, "");
        assertEquals(new Readiness(Kind.MODEL, "/share/m.pth", State.READY,
                "still offers the model before, reading for 95 s: does its file system answer?"),
                ModelRegistration.whileReading(ready, 95));
    }
}
