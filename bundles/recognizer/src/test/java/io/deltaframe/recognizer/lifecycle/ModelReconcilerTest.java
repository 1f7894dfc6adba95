package io.deltaframe.recognizer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.event.ModelEvents;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.recognizer.FakeEngine;
import io.deltaframe.recognizer.inference.ScoreFusion;
import io.deltaframe.recognizer.models.ClassLabels;
import io.deltaframe.recognizer.models.FakeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.VersionRange;

/** Which network is in service as models and engines come and go. */
class ModelReconcilerTest extends ReconcilerFixture {

    @Test
    void theBestModelIsTheOneWithTheHighestRankingThenVersionThenAge() {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("a", "1.10.0").candidate(0, 3));
        candidates.put(new FakeModel("a", "1.9.0").candidate(0, 2));
        reconcile();
        candidates.put(new FakeModel("old", "0.1.0").candidate(5, 4));
        reconcile();
        candidates.put(new FakeModel("twin", "0.1.0").candidate(5, 1));
        reconcile();
        assertEquals(List.of("serving a 1.10.0 on simd", "serving old 0.1.0 on simd", "serving twin 0.1.0 on simd"),
                events);
        assertStatus(State.READY, "");
        assertEquals(1, simd.openNetworks.get());
    }

    @Test
    void onlyTheBestOfSeveralCandidatesIsLoaded() {
        begin(ModelSelector.BEST);
        for (int i = 1; i < 6; i++) {
            candidates.put(new FakeModel("m", "1." + i).candidate(0, i));
        }
        reconcile();
        assertEquals(1, simd.compiled.get());
        assertEquals("1.5", slot.model().version());
    }

    @Test
    void aNameAndARangeOfVersionsAreHeeded() {
        begin(new ModelSelector("m", new VersionRange("[1,2)"), "auto"));
        candidates.put(new FakeModel("other", "1.5.0").candidate(9, 1));
        candidates.put(new FakeModel("m", "2.0.0").candidate(9, 2));
        reconcile();
        assertStatus(State.WAITING, "waits for the model 'm' with a version in [1.0.0,2.0.0); models present: m 2.0.0, "
                + "other 1.5.0");
        candidates.put(new FakeModel("m", "1.1.0").candidate(0, 3));
        reconcile();
        assertEquals(List.of("serving m 1.1.0 on simd"), events);
    }

    @Test
    void anEngineThatIsNotThereIsWaitedForAndThoseThatAreAreNamed() {
        begin(new ModelSelector("", ANY, "tornado"));
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        assertStatus(State.WAITING, "waits for the engine 'tornado'; engines present: simd");
        assertEquals(0, simd.compiled.get());
        candidates.put(new EngineCandidate(tornado, "tornado", 0, 101));
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on tornado"), events);
    }

    @Test
    void withNeitherModelNorEngineItWaitsForBoth() {
        follow(ModelSelector.BEST);
        reconcile();
        assertStatus(State.WAITING,
                "waits for a model; models present: none, and for an engine; engines present: none");
    }

    @Test
    void theBestEngineIsUsedAndTheNextOneWhereItRefuses() {
        tornado.refusal = "no device";
        candidates.put(new EngineCandidate(tornado, "tornado", 10, 101));
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        assertEquals(List.of("failed m 1.0.0 on tornado", "serving m 1.0.0 on simd"), events);
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: m 1.0.0 on tornado: no device");
        tornado.refusal = "";
        retry();
        assertEquals("serving m 1.0.0 on tornado", events.getLast());
        assertStatus(State.READY, "");
    }

    @Test
    void aBrokenModelKeepsTheOldOneAndIsTriedOnceOnly() {
        begin(ModelSelector.BEST);
        candidates.put(new EngineCandidate(tornado, "tornado", -1, 101));
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        FakeModel broken = new FakeModel("m", "2.0.0", new byte[100], 11);
        candidates.put(broken.candidate(0, 2));
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on simd", "failed m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertEquals(State.READY, reconciler.status().state());
        assertTrue(reconciler.status().reason().startsWith("runs m 1.0.0 on simd because a better choice failed: model "
                + "m 2.0.0: "),
                reconciler.status().reason());
        assertEquals("1.0.0", slot.model().version());
        // Neither another review nor the other engine makes it better
        candidates.put(new FakeModel("z", "0.1.0").candidate(-1, 3));
        reconcile();
        assertEquals(1, broken.opened.get());
        assertEquals(1, broken.closed.get());
        // Its owner mends it, and somebody asks again
        broken.bytes = FakeModel.CHECKPOINT;
        retry();
        assertEquals("2.0.0", slot.model().version());
        assertStatus(State.READY, "");
    }

    @Test
    void aModelWithTheWrongNumberOfLabelsIsRefused() {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0", FakeModel.CHECKPOINT, 10).candidate(0, 1));
        reconcile();
        assertStatus(State.FAILED, "model m 1.0.0: expected a label for each of 11 classes, found 10 labels");
        assertFalse(slot.isServing());
    }

    @Test
    void theNextBestModelIsUsedWhileTheBestIsBroken() {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "2.0.0", new byte[100], 11).candidate(0, 1));
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 2));
        reconcile();
        assertEquals(List.of("failed m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
    }

    @Test
    void takingTheBestModelAwayBringsTheNextOneBack() {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        candidates.put(new FakeModel("m", "2.0.0").candidate(0, 2));
        reconcile();
        candidates.removeModel(2);
        reconcile();
        assertEquals(List.of("serving m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertEquals(1, simd.openNetworks.get());
        candidates.removeModel(1);
        reconcile();
        assertEquals("unavailable", events.getLast());
        assertEquals(0, simd.openNetworks.get());
        assertStatus(State.WAITING, "waits for a model; models present: none");
    }

    @Test
    void takingTheEngineAwayMovesToAnotherOne() {
        begin(ModelSelector.BEST);
        candidates.put(new EngineCandidate(tornado, "tornado", 10, 101));
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        candidates.removeEngine(101);
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on tornado", "serving m 1.0.0 on simd"), events);
        assertEquals(0, tornado.openNetworks.get());
    }

    @Test
    void anotherSelectorIsFollowedWithoutAGap() {
        begin(new ModelSelector("a", ANY, "auto"));
        candidates.put(new FakeModel("a", "1.0.0").candidate(0, 1));
        candidates.put(new FakeModel("b", "1.0.0").candidate(0, 2));
        reconcile();
        follow(new ModelSelector("b", ANY, "auto"));
        reconcile();
        assertEquals(List.of("serving a 1.0.0 on simd", "serving b 1.0.0 on simd"), events);
    }

    @Test
    void twoRecognizersShareTheNetworkOfAModel() {
        begin(ModelSelector.BEST);
        ModelCandidate model = new FakeModel("m", "1.0.0").candidate(0, 1);
        candidates.put(model);
        Slot other = new Slot();
        ModelReconciler beside = new ModelReconciler(other, candidates, networks, due::add, this);
        beside.follow(List.of(ModelSelector.BEST), ScoreFusion.SOFTMAX_MEAN);
        reconcile();
        assertTrue(other.isServing());
        assertEquals(1, simd.compiled.get());
        beside.stop();
        assertEquals(1, simd.openNetworks.get());
        assertEquals("m", slot.model().name());
    }

    @Test
    void aChangedRankingDoesNotLoadTheModelAgain() {
        begin(ModelSelector.BEST);
        FakeModel model = new FakeModel("m", "1.0.0");
        candidates.put(model.candidate(0, 1));
        reconcile();
        candidates.put(model.candidate(7, 1));
        reconcile();
        assertEquals(1, simd.compiled.get());
    }

    @Test
    void aStopDuringALoadFreesWhatWasLoaded() throws Exception {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        simd.compileGate = new FakeEngine.Gate(true);
        Thread stopper = Thread.ofPlatform().start(() -> {
            try {
                simd.compileGate.reached.await();
            } catch (InterruptedException e) {
                return;
            }
            reconciler.stop();
            simd.compileGate.opened.countDown();
        });
        reconcile();
        stopper.join();
        assertEquals(1, simd.compiled.get());
        assertEquals(0, simd.openNetworks.get());
    }

    @Test
    void aNewSelectorIsNotReadyBeforeItsOwnModelServes() {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("default", "1.0.0").candidate(1, 1));
        candidates.put(new FakeModel("wanted", "1.0.0").candidate(0, 2));
        reconcile();
        assertStatus(State.READY, "");
        follow(new ModelSelector("wanted", ANY, "auto"));
        assertEquals(State.LOADING, reconciler.status().state());
        assertTrue(slot.isServing());
        reconcile();
        assertStatus(State.READY, "");
        assertEquals(List.of("serving default 1.0.0 on simd", "serving wanted 1.0.0 on simd"), events);
        follow(new ModelSelector("absent", ANY, "auto"));
        reconcile();
        assertEquals(State.WAITING, reconciler.status().state());
    }

    @Test
    void aFilterOnServicePropertiesIsHeeded() throws Exception {
        begin(new ModelSelector("", ANY,
                Optional.of(FrameworkUtil.createFilter("(&(site=door)(deltaframe.segments>=8))")), "auto",
                RequiredLabels.NONE));
        candidates.put(new FakeModel("a", "2.0.0").candidate(1, Map.of("site", "gate", "deltaframe.segments", 8)));
        reconcile();
        assertStatus(State.WAITING, "waits for a model that matches (&(site=door)(deltaframe.segments>=8)); models "
                + "present: a 2.0.0");
        candidates.put(new FakeModel("b", "1.0.0").candidate(2, Map.of("site", "door", "deltaframe.segments", 16)));
        reconcile();
        assertEquals(List.of("serving b 1.0.0 on simd"), events);
        // Its owner takes it out of the door
        candidates.put(new FakeModel("b", "1.0.0").candidate(2, Map.of("site", "yard")));
        reconcile();
        assertEquals("unavailable", events.getLast());
    }

    @Test
    void aModelWithOtherLabelsThanTheRequiredOnesIsRefusedAndTheOldOneStays() {
        List<String> names = new ArrayList<>(ClassLabels.numbered(11));
        RequiredLabels required = new RequiredLabels(11, names, "labels.txt");
        begin(new ModelSelector("", ANY, Optional.empty(), "auto", required));
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        names.set(3, "jumping");
        FakeModel other = new FakeModel("m", "2.0.0", names);
        candidates.put(other.candidate(0, 2));
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on simd", "failed m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: model m 2.0.0: expected class "
                + "3 to be 'class 3' as in labels.txt, to which this recognizer is pinned, found 'jumping'");
        assertEquals(0, other.opened.get());
        // Other labels by configuration: now the one in service is the wrong one
        follow(new ModelSelector("", ANY, Optional.empty(), "auto", new RequiredLabels(11, names, "labels.txt")));
        reconcile();
        assertEquals("serving m 2.0.0 on simd", events.getLast());
        follow(new ModelSelector("", ANY, Optional.empty(), "auto", new RequiredLabels(7, List.of(), "")));
        reconcile();
        assertEquals("unavailable", events.getLast());
        assertStatus(State.FAILED, "model m 2.0.0: expected the 7 classes this recognizer is pinned to, found 11; "
                + "model m 1.0.0: expected the 7 classes this recognizer is pinned to, found 11");
    }

    @Test
    void aFileReplacedByABadOneLeavesItsModelInServiceAndNotALesserOne() {
        begin(ModelSelector.BEST);
        Map<String, Object> door = Map.of(ModelEvents.SOURCE, "door.safetensors");
        candidates.put(new FakeModel("door", "2.0.0").candidate(1, Map.of(ModelEvents.SOURCE, "old.safetensors")));
        candidates.put(new FakeModel("door", "6.0.0").candidate(2, door));
        reconcile();
        candidates.put(new FakeModel("door", "4.0.0", new byte[100], 11).candidate(3, door));
        candidates.removeModel(2);
        reconcile();
        assertEquals(List.of("serving door 6.0.0 on simd", "failed door 4.0.0 on simd", "serving door 6.0.0 on simd"),
                events);
        assertEquals(State.READY, reconciler.status().state());
        assertTrue(reconciler.status().reason().startsWith("still runs door 6.0.0 on simd, which has been withdrawn, "
                + "because a better choice failed: model door 4.0.0: "), reconciler.status().reason());
        // Without its file nothing holds it any more
        candidates.removeModel(3);
        reconcile();
        assertEquals("serving door 2.0.0 on simd", events.getLast());
    }

    @Test
    void whatShouldReplaceAModelThatIsGoneButFailsLeavesTheModelInService() {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        FakeModel broken = new FakeModel("m", "1.0.0", new byte[100], 11);
        candidates.put(broken.candidate(0, 2));
        candidates.removeModel(1);
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on simd", "failed m 1.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertTrue(reconciler.status().reason().startsWith("still runs m 1.0.0 on simd, which has been withdrawn, "
                + "because a better choice failed: model m 1.0.0: "), reconciler.status().reason());
        assertTrue(slot.isServing());
        broken.bytes = FakeModel.CHECKPOINT;
        retry();
        assertStatus(State.READY, "");
        assertEquals(2, simd.compiled.get());
        // Without its engine no network stays
        simd.refusal = "overheated";
        candidates.put(new EngineCandidate(simd, "simd", 0, 101));
        candidates.removeEngine(100);
        reconcile();
        assertEquals("unavailable", events.getLast());
        assertEquals(0, simd.openNetworks.get());
    }

    @Test
    void withoutMemoryForTheNewModelTheOldOneServes() {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        simd.compileError = new OutOfMemoryError("Java heap space");
        candidates.put(new FakeModel("m", "2.0.0").candidate(0, 2));
        reconcile();
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: m 2.0.0 on simd: "
                + "java.lang.OutOfMemoryError: Java heap space");
        simd.compileError = null;
        retry();
        assertEquals("2.0.0", slot.model().version());
    }

    @Test
    void aNetworkThatWouldFailEveryCallDoesNotServe() {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        simd.smallest = 33;
        candidates.put(new FakeModel("m", "2.0.0").candidate(0, 2));
        reconcile();
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: m 2.0.0 on simd: expected room "
                + "for pictures of 32x32, found frames must be at least 33 pixels high but are 32");
        assertEquals(1, simd.openNetworks.get());
    }
}
