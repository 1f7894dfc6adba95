package io.deltaframe.recognizer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.video.Video.Decoded;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.recognizer.Pictures;
import io.deltaframe.recognizer.inference.FrameSource;
import io.deltaframe.recognizer.inference.RecognitionRequest;
import io.deltaframe.recognizer.models.FakeModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A recognizer is not ready beside calls that all fail. */
class FailingCallsTest extends ReconcilerFixture {

    private static final FrameSource VIDEO = selection -> {
        for (int index : selection.select(40)) {
            selection.accept(index, Pictures.noise(64, 48, index));
        }
        return new Decoded(40, List.of());
    };

    private void call() throws Exception {
        call(VIDEO, ProgressListener.NONE);
    }

    private void call(FrameSource video, ProgressListener progress) throws Exception {
        slot.pipeline().recognize(new RecognitionRequest("a.mp4", video, 1, 1, Long.MAX_VALUE, progress));
    }

    private void assertCallsFail(Class<? extends Throwable> failure, FrameSource video, ProgressListener progress) {
        for (int i = 0; i < 3; i++) {
            assertThrows(failure, () -> call(video, progress));
        }
        reconcile();
    }

    /** Frames are resized, and memory is taken, before the engine sees anything. */
    @Test
    void whatFailsBeforeTheEngineIsAskedCountsAsWell() {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        candidates.put(new FakeModel("m", "2.0.0").candidate(0, 2));
        candidates.put(new FakeModel("m", "3.0.0").candidate(0, 3));
        reconcile();
        assertCallsFail(OutOfMemoryError.class, selection -> {
            throw new OutOfMemoryError("Java heap space");
        }, ProgressListener.NONE);
        assertEquals("2.0.0", slot.model().version());
        String reason = reconciler.status().reason();
        assertTrue(reason.contains("m 3.0.0 on simd: its last calls all failed: not enough memory (Java heap space) in "
                + "a Java heap of at most ") && reason.endsWith(" MiB: set DELTAFRAME_HEAP or -Xmx to more"), reason);
        assertCallsFail(NullPointerException.class, selection -> {
            selection.accept(selection.select(40)[0], null);
            return new Decoded(40, List.of());
        }, ProgressListener.NONE);
        assertEquals("1.0.0", slot.model().version());
    }

    @Test
    void faultsOfTheVideoAndOfTheCallerDoNotCount() throws Exception {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        assertCallsFail(IllegalStateException.class, selection -> {
            selection.select(40);
            throw new IllegalStateException("odd stream");
        }, ProgressListener.NONE);
        assertCallsFail(VideoException.class, selection -> {
            throw new VideoException("damaged");
        }, ProgressListener.NONE);
        assertCallsFail(UnsupportedOperationException.class, VIDEO, (stage, done, total) -> {
            throw new UnsupportedOperationException("no");
        });
        assertStatus(State.READY, "");
    }

    /** One view that is answered says nothing of a call that never is. */
    @Test
    void aCallThatFailsAtItsSecondClipFails() throws Exception {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        for (int i = 0; i < 3; i++) {
            assertThrows(IllegalStateException.class, () -> slot.pipeline().recognize(new RecognitionRequest("a.mp4",
                    VIDEO, 2, 1, Long.MAX_VALUE, (stage, done, total) -> {
                        if (stage == ProgressListener.Stage.INFERENCE) {
                            simd.failing = "m 1.0.0";
                        }
                    })));
            simd.failing = "";
        }
        reconcile();
        assertStatus(State.FAILED, "m 1.0.0 on simd: its last calls all failed: device lost");
        call();
        reconcile();
        assertStatus(State.READY, "");
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
