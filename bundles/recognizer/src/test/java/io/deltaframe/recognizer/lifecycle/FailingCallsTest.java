package io.deltaframe.recognizer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.video.Video.Decoded;
import io.deltaframe.recognizer.Pictures;
import io.deltaframe.recognizer.inference.RecognitionRequest;
import io.deltaframe.recognizer.models.FakeModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A recognizer is not ready beside calls that all fail. */
class FailingCallsTest extends ReconcilerFixture {

    private void call() throws Exception {
        slot.pipeline().recognize(new RecognitionRequest("a.mp4", selection -> {
            for (int index : selection.select(40)) {
                selection.accept(index, Pictures.noise(64, 48, index));
            }
            return new Decoded(40, List.of());
        }, 1, 1, Long.MAX_VALUE, ProgressListener.NONE));
    }

    private void assertCallsFail(int calls) {
        for (int i = 0; i < calls; i++) {
            assertThrows(IllegalStateException.class, this::call);
        }
        reconcile();
    }

    @Test
    void aModelWhoseCallsAllFailGivesWayToTheOneBefore() throws Exception {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        candidates.put(new FakeModel("m", "2.0.0").candidate(0, 2));
        reconcile();
        assertEquals("2.0.0", slot.model().version());
        simd.failing = "m 2.0.0";
        assertCallsFail(2);
        assertEquals("2.0.0", slot.model().version());
        assertCallsFail(1);
        assertEquals("1.0.0", slot.model().version());
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: m 2.0.0 on simd: its last calls"
                + " all failed: device lost");
        assertEquals(List.of("serving m 2.0.0 on simd", "failed m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
        call();
        // It is not tried again before somebody asks for it; then it is put on trial as any other
        reconcile();
        assertEquals("1.0.0", slot.model().version());
        retry();
        assertEquals("1.0.0", slot.model().version());
        simd.failing = "";
        retry();
        assertEquals("2.0.0", slot.model().version());
        assertStatus(State.READY, "");
    }

    @Test
    void whereThereIsNoOtherItStaysAndIsNotReadyUntilACallIsAnswered() throws Exception {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        simd.failing = "m 1.0.0";
        assertCallsFail(3);
        assertStatus(State.FAILED, "m 1.0.0 on simd: its last calls all failed: device lost");
        assertTrue(slot.isServing());
        assertCallsFail(5);
        assertEquals(1, events.stream().filter("failed m 1.0.0 on simd"::equals).count());
        simd.failing = "";
        call();
        reconcile();
        assertStatus(State.READY, "");
        assertEquals(1, simd.compiled.get());
    }

    @Test
    void theOtherEngineIsTriedFirst() throws Exception {
        candidates.put(new EngineCandidate(tornado, "tornado", 1, 101));
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        candidates.put(new FakeModel("m", "2.0.0").candidate(0, 2));
        reconcile();
        tornado.failing = "m 2.0.0";
        assertCallsFail(3);
        assertEquals("serving m 2.0.0 on simd", events.getLast());
    }

    @Test
    void aModelThatFailsOnTrialDoesNotServe() {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        simd.failing = "m 2.0.0";
        candidates.put(new FakeModel("m", "2.0.0").candidate(0, 2));
        reconcile();
        assertEquals("1.0.0", slot.model().version());
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: m 2.0.0 on simd: expected an "
                + "answer to a clip on trial, found a failure: device lost");
        assertEquals(1, simd.openNetworks.get());
    }
}
