package io.deltaframe.recognizer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.recognizer.inference.RecognitionPipeline;
import io.deltaframe.recognizer.models.ClassLabels;
import io.deltaframe.recognizer.models.FakeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Recognizers of several members. */
class EnsembleReconcilerTest extends ReconcilerFixture {

    @Test
    void anEnsembleIsInServiceWithItsLastMemberAndUnavailableWithoutOne() {
        begin(named("a"), named("b"));
        candidates.put(new FakeModel("a", "1.0.0").candidate(0, 1));
        reconcile();
        assertStatus(State.WAITING, "waits for the model 'b'; models present: a 1.0.0");
        assertFalse(slot.isServing());
        candidates.put(new FakeModel("b", "1.0.0").candidate(0, 2));
        reconcile();
        assertStatus(State.READY, "");
        String first = slot.model().version();
        assertEquals(List.of("serving a+b " + first + " on simd"), events);
        candidates.removeModel(1);
        reconcile();
        assertEquals("unavailable", events.getLast());
        assertEquals(1, simd.openNetworks.get());
        candidates.put(new FakeModel("a", "1.0.0").candidate(0, 3));
        reconcile();
        assertEquals("serving a+b " + first + " on simd", events.getLast());
    }

    @Test
    void anEnsembleServesUntilTheOneThatIsConfiguredInItsPlaceIsComplete() {
        begin(named("a"), named("b"));
        candidates.put(new FakeModel("a", "1.0.0").candidate(0, 1));
        candidates.put(new FakeModel("b", "1.0.0").candidate(0, 2));
        reconcile();
        ModelInfo before = slot.model();
        follow(named("a"), named("c"));
        reconcile();
        assertEquals(before, slot.model());
        assertEquals(State.WAITING, reconciler.status().state());
        candidates.put(new FakeModel("c", "1.0.0").candidate(0, 3));
        reconcile();
        assertEquals("a+c", slot.model().name());
        assertStatus(State.READY, "");
        assertEquals(3, simd.compiled.get());
        assertEquals(2, simd.openNetworks.get());
    }

    @Test
    void aSwapThatDoesNotFitTheOtherMembersIsUndone() throws Exception {
        List<String> names = ClassLabels.numbered(11).reversed();
        begin(named("a"), named("b"));
        candidates.put(new FakeModel("a", "1.0.0").candidate(1, 1));
        candidates.put(new FakeModel("b", "1.0.0",
                new ArrayList<>(List.of("k", "j", "i", "h", "g", "f", "e", "d", "c", "b", "a")))
                .candidate(0, 2));
        candidates.put(new FakeModel("a", "0.1.0", names).candidate(0, 3));
        candidates.put(new FakeModel("a", "0.2.0").candidate(0, 4));
        reconcile();
        ModelInfo before = slot.model();
        CompletableFuture<Void> fitting = reconciler.swap(new ModelChoice("a", "0.2.0"));
        reconcile();
        fitting.get();
        assertEquals(List.of(new ModelChoice("a", "0.2.0")), reconciler.pins());
        assertEquals("0.2.0", slot.model().members().getFirst().version());
        CompletableFuture<Void> swap = reconciler.swap(new ModelChoice("a", "0.1.0"));
        reconcile();
        assertRefused("an ensemble needs models of the same classes in the same order, but class 0 is 'class 10' of a "
                + "0.1.0 and 'k' of b 1.0.0", swap);
        // An earlier pin holds
        assertEquals("0.2.0", slot.model().members().getFirst().version());
        assertStatus(State.READY, "");
        CompletableFuture<Void> release = reconciler.release();
        reconcile();
        release.get();
        assertEquals(before, slot.model());
        assertRefusedAtOnce("expected one member with a model named x, found 0", new ModelChoice("x", ""));
        assertEquals(2, simd.openNetworks.get());
    }

    @Test
    void aPinOfAnEnsembleEndsWithItsSelectors() throws Exception {
        begin(named("a"), named("b"));
        candidates.put(new FakeModel("a", "1.0.0").candidate(0, 1));
        candidates.put(new FakeModel("a", "2.0.0").candidate(0, 2));
        candidates.put(new FakeModel("b", "1.0.0").candidate(0, 3));
        CompletableFuture<Void> swap = reconciler.swap(new ModelChoice("a", "1.0.0"));
        reconcile();
        swap.get();
        assertEquals("1.0.0", slot.model().members().getFirst().version());
        follow(named("b"), named("a"));
        reconcile();
        assertEquals("b+a", slot.model().name());
        assertEquals("2.0.0", slot.model().members().getLast().version());
        assertTrue(reconciler.pins().isEmpty());
    }

    @Test
    void aCandidateIsWhatASwapWouldTakeIntoServiceAndChangesNothing() throws Exception {
        begin(named("a"), named("b"));
        candidates.put(new FakeModel("a", "2.0.0").candidate(0, 1));
        candidates.put(new FakeModel("a", "1.0.0").candidate(0, 2));
        candidates.put(new FakeModel("b", "1.0.0").candidate(0, 3));
        candidates.put(new FakeModel("a", "0.1.0", ClassLabels.numbered(11).reversed()).candidate(0, 4));
        assertEquals("expected every member to have a network beside a 1.0.0, found one without",
                assertThrows(SwapException.class, () -> reconciler.candidate(new ModelChoice("a", "1.0.0")))
                .getMessage());
        reconcile();
        RecognitionPipeline candidate = reconciler.candidate(new ModelChoice("a", "1.0.0"));
        assertEquals(List.of("1.0.0", "1.0.0"), candidate.model().members().stream().map(ModelInfo::version).toList());
        assertEquals("2.0.0", slot.model().members().getFirst().version());
        assertEquals(3, simd.openNetworks.get());
        candidate.release();
        assertEquals(2, simd.openNetworks.get());
        assertTrue(reconciler.pins().isEmpty());
    }
}
