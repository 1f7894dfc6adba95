package io.deltaframe.recognizer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.recognizer.models.FakeModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.osgi.framework.VersionRange;

/** Swaps by hand, and the pins they leave. */
class ModelSwapTest extends ReconcilerFixture {

    @Test
    void aSwapByHandHoldsUntilItIsReleased() throws Exception {
        begin(new ModelSelector("m", new VersionRange("[1,2)"), "auto"));
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        candidates.put(new FakeModel("other", "3.0.0").candidate(0, 2));
        candidates.put(new FakeModel("other", "2.0.0").candidate(0, 3));
        CompletableFuture<Void> swap = reconciler.swap(new ModelChoice("other", "2.0"));
        assertFalse(swap.isDone());
        reconcile();
        swap.get();
        assertEquals(List.of(new ModelChoice("other", "2.0.0")), reconciler.pins());
        assertStatus(State.READY, "");
        // Neither better models nor another configuration nor the end of what ran before move it
        candidates.put(new FakeModel("m", "1.9.0").candidate(9, 4));
        candidates.removeModel(1);
        follow(new ModelSelector("m", ANY, "auto"));
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on simd", "serving other 2.0.0 on simd"), events);
        CompletableFuture<Void> best = reconciler.swap(new ModelChoice("other", ""));
        reconcile();
        best.get();
        assertEquals("3.0.0", slot.model().version());
        CompletableFuture<Void> release = reconciler.release();
        reconcile();
        release.get();
        assertEquals("1.9.0", slot.model().version());
        assertTrue(reconciler.pins().isEmpty());
        assertEquals(1, simd.openNetworks.get());
    }

    @Test
    void aSwapByHandThatFailsChangesNothingAndIsTold() throws Exception {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(1, 1));
        FakeModel broken = new FakeModel("b", "1.0.0", new byte[100], 11);
        candidates.put(broken.candidate(0, 2));
        reconcile();
        CompletableFuture<Void> unknown = reconciler.swap(new ModelChoice("nobody", "1.0.0"));
        reconcile();
        assertRefused("expected the model nobody 1.0.0; models present: b 1.0.0, m 1.0.0", unknown);
        CompletableFuture<Void> nonsense = reconciler.swap(new ModelChoice("m", "one"));
        reconcile();
        assertRefused("expected a version in OSGi syntax such as 1.2.3, found 'one'", nonsense);
        CompletableFuture<Void> failing = reconciler.swap(new ModelChoice("b", ""));
        reconcile();
        assertTrue(assertThrows(ExecutionException.class, failing::get).getCause().getMessage()
                .startsWith("model b 1.0.0: "));
        assertTrue(reconciler.status().reason().startsWith("runs m 1.0.0 on simd because the swap to b failed: model b "
                + "1.0.0: "),
                reconciler.status().reason());
        assertEquals(State.READY, reconciler.status().state());
        assertTrue(reconciler.pins().isEmpty());
        // Its owner mends it, and the same swap is asked for again
        broken.bytes = FakeModel.CHECKPOINT;
        CompletableFuture<Void> again = reconciler.swap(new ModelChoice("b", ""));
        reconcile();
        again.get();
        assertStatus(State.READY, "");
        assertEquals("b", slot.model().name());
    }

    @Test
    void whileThePinnedModelIsAwayTheConfiguredOneServes() throws Exception {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "2.0.0").candidate(0, 1));
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 2));
        CompletableFuture<Void> swap = reconciler.swap(new ModelChoice("m", "1.0.0"));
        reconcile();
        swap.get();
        candidates.removeModel(2);
        reconcile();
        assertStatus(State.READY, "runs m 2.0.0 on simd because the pinned model m 1.0.0 is not there");
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 3));
        reconcile();
        assertStatus(State.READY, "");
        assertEquals("1.0.0", slot.model().version());
    }

    @Test
    void requestsToARecognizerThatIsStoppedAreRefused() {
        begin(ModelSelector.BEST);
        CompletableFuture<Void> before = reconciler.swap(new ModelChoice("m", ""));
        reconciler.stop();
        assertRefused("the recognizer is stopped", before);
        assertRefused("the recognizer is stopped", reconciler.release());
    }
}
