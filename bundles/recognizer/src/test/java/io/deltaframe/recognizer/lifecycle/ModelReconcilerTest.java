package io.deltaframe.recognizer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.recognizer.FakeEngine;
import io.deltaframe.recognizer.inference.RecognitionPipeline;
import io.deltaframe.recognizer.inference.ScoreFusion;
import io.deltaframe.recognizer.models.ClassLabels;
import io.deltaframe.recognizer.models.FakeModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.VersionRange;

/** Passes run on the test's own thread, when the test says so. */
class ModelReconcilerTest implements ModelReconciler.Listener {

    private static final VersionRange ANY = new VersionRange("0");

    private final Deque<Runnable> due = new ArrayDeque<>();
    private final NetworkCache networks = new NetworkCache();
    private final Candidates candidates = new Candidates();
    private final Slot slot = new Slot();
    private final ModelReconciler reconciler = new ModelReconciler(slot, candidates, networks, due::add, this);
    private final FakeEngine simd = new FakeEngine("simd");
    private final FakeEngine tornado = new FakeEngine("tornado");
    private final List<String> events = new ArrayList<>();

    /** Holds the pipeline in service. */
    private static final class Slot implements ServingSlot {

        private RecognitionPipeline current;
        private boolean stopped;

        @Override
        public void serve(RecognitionPipeline pipeline) {
            replace(pipeline);
            if (stopped) {
                replace(null);
            }
        }

        @Override
        public void clear(String reason) {
            replace(null);
        }

        @Override
        public void stop() {
            stopped = true;
            replace(null);
        }

        private void replace(RecognitionPipeline pipeline) {
            RecognitionPipeline before = current;
            current = pipeline;
            if (before != null) {
                before.release();
            }
        }

        boolean isServing() {
            return current != null;
        }

        ModelInfo model() {
            return current.model();
        }
    }

    @Override
    public void serving(ModelInfo model, String engine, Duration loading) {
        String event = "serving " + model.name() + " " + model.version() + " on " + engine;
        if (events.isEmpty() || !events.getLast().equals(event)) {
            events.add(event);
        }
    }

    @Override
    public void unavailable() {
        events.add("unavailable");
    }

    @Override
    public void failed(Deployment deployment, String reason, Throwable cause) {
        events.add("failed " + deployment);
    }

    @Override
    public void misfit(String models, String reason, Throwable cause) {
        events.add("misfit " + models);
    }

    private void reconcile() {
        while (!due.isEmpty()) {
            due.remove().run();
        }
    }

    private void follow(ModelSelector... selectors) {
        reconciler.follow(List.of(selectors), ScoreFusion.SOFTMAX_MEAN);
    }

    private void begin(ModelSelector... selectors) {
        candidates.put(new EngineCandidate(simd, "simd", 0, 100));
        follow(selectors);
    }

    private void assertStatus(State state, String reason) {
        assertEquals(new ModelReconciler.Status(state, reason), reconciler.status());
    }

    @AfterEach
    void nothingIsLeftOpen() {
        reconciler.stop();
        reconcile();
        assertEquals(0, simd.openNetworks.get() + tornado.openNetworks.get());
    }

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
        assertEquals(List.of("serving a 1.10.0 on simd", "serving old 0.1.0 on simd", "serving twin 0.1.0 on simd"), events);
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
        assertStatus(State.WAITING, "waits for the model 'm' with a version in [1.0.0,2.0.0); models present: m 2.0.0, other 1.5.0");
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
        assertStatus(State.WAITING, "waits for a model; models present: none, and for an engine; engines present: none");
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
        reconciler.retry();
        reconcile();
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
        assertTrue(reconciler.status().reason().startsWith("runs m 1.0.0 on simd because a better choice failed: model m 2.0.0: "),
                reconciler.status().reason());
        assertEquals("1.0.0", slot.model().version());
        // Neither another review nor the other engine makes it better
        candidates.put(new FakeModel("z", "0.1.0").candidate(-1, 3));
        reconcile();
        assertEquals(1, broken.opened.get());
        assertEquals(1, broken.closed.get());
        // Its owner mends it, and somebody asks again
        broken.bytes = FakeModel.CHECKPOINT;
        reconciler.retry();
        reconcile();
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
        begin(new ModelSelector("", ANY, Optional.of(FrameworkUtil.createFilter("(&(site=door)(deltaframe.segments>=8))")), "auto", RequiredLabels.NONE));
        candidates.put(new FakeModel("a", "2.0.0").candidate(1, Map.of("site", "gate", "deltaframe.segments", 8)));
        reconcile();
        assertStatus(State.WAITING, "waits for a model that matches (&(site=door)(deltaframe.segments>=8)); models present: a 2.0.0");
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
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: model m 2.0.0: expected class 3 to be 'class 3' as in "
                + "labels.txt, to which this recognizer is pinned, found 'jumping'");
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
    void whatShouldReplaceAModelThatIsGoneButFailsLeavesTheModelInService() {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        FakeModel broken = new FakeModel("m", "1.0.0", new byte[100], 11);
        candidates.put(broken.candidate(0, 2));
        candidates.removeModel(1);
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on simd", "failed m 1.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertTrue(reconciler.status().reason().startsWith("still runs m 1.0.0 on simd, which has been withdrawn, because a better "
                + "choice failed: model m 1.0.0: "), reconciler.status().reason());
        assertTrue(slot.isServing());
        broken.bytes = FakeModel.CHECKPOINT;
        reconciler.retry();
        reconcile();
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
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: m 2.0.0 on simd: java.lang.OutOfMemoryError: Java heap space");
        simd.compileError = null;
        reconciler.retry();
        reconcile();
        assertEquals("2.0.0", slot.model().version());
    }

    private void assertRefused(String reason, CompletableFuture<Void> request) {
        ExecutionException refusal = assertThrows(ExecutionException.class, request::get);
        assertInstanceOf(SwapException.class, refusal.getCause());
        assertEquals(reason, refusal.getCause().getMessage());
    }

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
        assertTrue(assertThrows(ExecutionException.class, failing::get).getCause().getMessage().startsWith("model b 1.0.0: "));
        assertTrue(reconciler.status().reason().startsWith("runs m 1.0.0 on simd because the swap to b failed: model b 1.0.0: "),
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

    @Test
    void aNetworkThatWouldFailEveryCallDoesNotServe() {
        begin(ModelSelector.BEST);
        candidates.put(new FakeModel("m", "1.0.0").candidate(0, 1));
        reconcile();
        simd.smallest = 33;
        candidates.put(new FakeModel("m", "2.0.0").candidate(0, 2));
        reconcile();
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: m 2.0.0 on simd: expected room for pictures of 32x32, "
                + "found frames must be at least 33 pixels high but are 32");
        assertEquals(1, simd.openNetworks.get());
    }

    private static ModelSelector named(String model) {
        return new ModelSelector(model, ANY, "auto");
    }

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
        candidates.put(new FakeModel("b", "1.0.0", new ArrayList<>(List.of("k", "j", "i", "h", "g", "f", "e", "d", "c", "b", "a")))
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
        assertRefused("an ensemble needs models of the same classes in the same order, but class 0 is 'class 10' of a 0.1.0 and 'k' of "
                + "b 1.0.0", swap);
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

    private void assertRefusedAtOnce(String reason, ModelChoice model) {
        CompletableFuture<Void> swap = reconciler.swap(model);
        reconcile();
        assertRefused(reason, swap);
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
                assertThrows(SwapException.class, () -> reconciler.candidate(new ModelChoice("a", "1.0.0"))).getMessage());
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
