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
import io.deltaframe.recognizer.models.ClassLabels;
import io.deltaframe.recognizer.models.FakeModel;
import io.deltaframe.recognizer.serving.HotSwapRecognizer;
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

/** Reviews run on the test's own thread, when the test says so. */
class ModelReconcilerTest implements ModelReconciler.Observer {

    private static final VersionRange ANY = new VersionRange("0");

    private final Deque<Runnable> due = new ArrayDeque<>();
    private final NetworkCache networks = new NetworkCache();
    private final HotSwapRecognizer recognizer = new HotSwapRecognizer(Long.MAX_VALUE, () -> null);
    private final ModelReconciler reconciler = new ModelReconciler(recognizer, networks, due::add, this);
    private final FakeEngine simd = new FakeEngine("simd");
    private final FakeEngine tornado = new FakeEngine("tornado");
    private final List<String> events = new ArrayList<>();

    @Override
    public void serving(ModelInfo model, String engine, Duration loading) {
        String event = "serving " + model.name() + " " + model.version() + " on " + engine;
        if (events.isEmpty() || !events.getLast().equals(event)) {
            events.add(event);
        }
    }

    @Override
    public void unavailable() {
        events.add("resting");
    }

    @Override
    public void failed(Deployment deployment, String reason, Throwable cause) {
        events.add("failed " + deployment);
    }

    private void reconcile() {
        while (!due.isEmpty()) {
            due.remove().run();
        }
    }

    private void begin(ModelSelector selector) {
        reconciler.offer(new EngineCandidate(simd, "simd", 0, 100));
        reconciler.follow(selector);
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
        reconciler.offer(new FakeModel("a", "1.10.0").offer(0, 3));
        reconciler.offer(new FakeModel("a", "1.9.0").offer(0, 2));
        reconcile();
        reconciler.offer(new FakeModel("old", "0.1.0").offer(5, 4));
        reconcile();
        reconciler.offer(new FakeModel("twin", "0.1.0").offer(5, 1));
        reconcile();
        assertEquals(List.of("serving a 1.10.0 on simd", "serving old 0.1.0 on simd", "serving twin 0.1.0 on simd"), events);
        assertStatus(State.READY, "");
        assertEquals(1, simd.openNetworks.get());
    }

    @Test
    void onlyTheBestOfSeveralOffersIsLoaded() {
        begin(ModelSelector.BEST);
        for (int i = 1; i < 6; i++) {
            reconciler.offer(new FakeModel("m", "1." + i).offer(0, i));
        }
        reconcile();
        assertEquals(1, simd.compiled.get());
        assertEquals("1.5", recognizer.model().version());
    }

    @Test
    void aNameAndARangeOfVersionsAreHeeded() {
        begin(new ModelSelector("m", new VersionRange("[1,2)"), "auto"));
        reconciler.offer(new FakeModel("other", "1.5.0").offer(9, 1));
        reconciler.offer(new FakeModel("m", "2.0.0").offer(9, 2));
        reconcile();
        assertStatus(State.WAITING, "waits for the model 'm' with a version in [1.0.0,2.0.0); models present: m 2.0.0, other 1.5.0");
        reconciler.offer(new FakeModel("m", "1.1.0").offer(0, 3));
        reconcile();
        assertEquals(List.of("serving m 1.1.0 on simd"), events);
    }

    @Test
    void anEngineThatIsNotThereIsWaitedForAndThoseThatAreAreNamed() {
        begin(new ModelSelector("", ANY, "tornado"));
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        reconcile();
        assertStatus(State.WAITING, "waits for the engine 'tornado'; engines present: simd");
        assertEquals(0, simd.compiled.get());
        reconciler.offer(new EngineCandidate(tornado, "tornado", 0, 101));
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on tornado"), events);
    }

    @Test
    void withNeitherModelNorEngineItWaitsForBoth() {
        reconciler.follow(ModelSelector.BEST);
        reconcile();
        assertStatus(State.WAITING, "waits for a model; models present: none, and for an engine; engines present: none");
    }

    @Test
    void theBestEngineIsUsedAndTheNextOneWhereItRefuses() {
        tornado.refusal = "no device";
        reconciler.offer(new EngineCandidate(tornado, "tornado", 10, 101));
        begin(ModelSelector.BEST);
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 1));
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
        reconciler.offer(new EngineCandidate(tornado, "tornado", -1, 101));
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        reconcile();
        FakeModel broken = new FakeModel("m", "2.0.0", new byte[100], 11);
        reconciler.offer(broken.offer(0, 2));
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on simd", "failed m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertEquals(State.READY, reconciler.status().state());
        assertTrue(reconciler.status().reason().startsWith("runs m 1.0.0 on simd because a better choice failed: model m 2.0.0: "),
                reconciler.status().reason());
        assertEquals("1.0.0", recognizer.model().version());
        // Neither another review nor the other engine makes it better
        reconciler.offer(new FakeModel("z", "0.1.0").offer(-1, 3));
        reconcile();
        assertEquals(1, broken.opened.get());
        assertEquals(1, broken.closed.get());
        // Its owner mends it, and somebody asks again
        broken.bytes = FakeModel.CHECKPOINT;
        reconciler.retry();
        reconcile();
        assertEquals("2.0.0", recognizer.model().version());
        assertStatus(State.READY, "");
    }

    @Test
    void aModelWithTheWrongNumberOfLabelsIsRefused() {
        begin(ModelSelector.BEST);
        reconciler.offer(new FakeModel("m", "1.0.0", FakeModel.CHECKPOINT, 10).offer(0, 1));
        reconcile();
        assertStatus(State.FAILED, "model m 1.0.0: expected a label for each of 11 classes, found 10 labels");
        assertFalse(recognizer.isServing());
    }

    @Test
    void theNextBestModelIsUsedWhileTheBestIsBroken() {
        begin(ModelSelector.BEST);
        reconciler.offer(new FakeModel("m", "2.0.0", new byte[100], 11).offer(0, 1));
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 2));
        reconcile();
        assertEquals(List.of("failed m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
    }

    @Test
    void takingTheBestModelAwayBringsTheNextOneBack() {
        begin(ModelSelector.BEST);
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        reconciler.offer(new FakeModel("m", "2.0.0").offer(0, 2));
        reconcile();
        reconciler.withdrawModel(2);
        reconcile();
        assertEquals(List.of("serving m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertEquals(1, simd.openNetworks.get());
        reconciler.withdrawModel(1);
        reconcile();
        assertEquals("resting", events.getLast());
        assertEquals(0, simd.openNetworks.get());
        assertStatus(State.WAITING, "waits for a model; models present: none");
    }

    @Test
    void takingTheEngineAwayMovesToAnotherOne() {
        begin(ModelSelector.BEST);
        reconciler.offer(new EngineCandidate(tornado, "tornado", 10, 101));
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        reconcile();
        reconciler.withdrawEngine(101);
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on tornado", "serving m 1.0.0 on simd"), events);
        assertEquals(0, tornado.openNetworks.get());
    }

    @Test
    void anotherWishIsFollowedWithoutAGap() {
        begin(new ModelSelector("a", ANY, "auto"));
        reconciler.offer(new FakeModel("a", "1.0.0").offer(0, 1));
        reconciler.offer(new FakeModel("b", "1.0.0").offer(0, 2));
        reconcile();
        reconciler.follow(new ModelSelector("b", ANY, "auto"));
        reconcile();
        assertEquals(List.of("serving a 1.0.0 on simd", "serving b 1.0.0 on simd"), events);
    }

    @Test
    void twoRecognizersShareTheNetworkOfAModel() {
        begin(ModelSelector.BEST);
        ModelCandidate model = new FakeModel("m", "1.0.0").offer(0, 1);
        reconciler.offer(model);
        HotSwapRecognizer other = new HotSwapRecognizer(Long.MAX_VALUE, () -> null);
        ModelReconciler beside = new ModelReconciler(other, networks, due::add, this);
        beside.offer(model);
        beside.offer(new EngineCandidate(simd, "simd", 0, 100));
        beside.follow(ModelSelector.BEST);
        reconcile();
        assertTrue(other.isServing());
        assertEquals(1, simd.compiled.get());
        beside.stop();
        assertEquals(1, simd.openNetworks.get());
        assertEquals("m", recognizer.model().name());
    }

    @Test
    void aChangedRankingDoesNotLoadTheModelAgain() {
        begin(ModelSelector.BEST);
        FakeModel model = new FakeModel("m", "1.0.0");
        reconciler.offer(model.offer(0, 1));
        reconcile();
        reconciler.offer(model.offer(7, 1));
        reconcile();
        assertEquals(1, simd.compiled.get());
    }

    @Test
    void aStopDuringALoadFreesWhatWasLoaded() throws Exception {
        begin(ModelSelector.BEST);
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 1));
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
    void aNewWishIsNotReadyBeforeItsOwnModelServes() {
        begin(ModelSelector.BEST);
        reconciler.offer(new FakeModel("default", "1.0.0").offer(1, 1));
        reconciler.offer(new FakeModel("wanted", "1.0.0").offer(0, 2));
        reconcile();
        assertStatus(State.READY, "");
        reconciler.follow(new ModelSelector("wanted", ANY, "auto"));
        assertEquals(State.LOADING, reconciler.status().state());
        assertTrue(recognizer.isServing());
        reconcile();
        assertStatus(State.READY, "");
        assertEquals(List.of("serving default 1.0.0 on simd", "serving wanted 1.0.0 on simd"), events);
        reconciler.follow(new ModelSelector("absent", ANY, "auto"));
        reconcile();
        assertEquals(State.WAITING, reconciler.status().state());
    }

    @Test
    void aFilterOnServicePropertiesIsHeeded() throws Exception {
        begin(new ModelSelector("", ANY, Optional.of(FrameworkUtil.createFilter("(&(site=door)(deltaframe.segments>=8))")), "auto", RequiredLabels.NONE));
        reconciler.offer(new FakeModel("a", "2.0.0").offer(1, Map.of("site", "gate", "deltaframe.segments", 8)));
        reconcile();
        assertStatus(State.WAITING, "waits for a model that matches (&(site=door)(deltaframe.segments>=8)); models present: a 2.0.0");
        reconciler.offer(new FakeModel("b", "1.0.0").offer(2, Map.of("site", "door", "deltaframe.segments", 16)));
        reconcile();
        assertEquals(List.of("serving b 1.0.0 on simd"), events);
        // Its owner takes it out of the door
        reconciler.offer(new FakeModel("b", "1.0.0").offer(2, Map.of("site", "yard")));
        reconcile();
        assertEquals("resting", events.getLast());
    }

    @Test
    void aModelWithOtherLabelsThanThePinnedOnesIsRefusedAndTheOldOneStays() {
        List<String> names = new ArrayList<>(ClassLabels.numbered(11));
        RequiredLabels pinned = new RequiredLabels(11, names, "labels.txt");
        begin(new ModelSelector("", ANY, Optional.empty(), "auto", pinned));
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        reconcile();
        names.set(3, "jumping");
        FakeModel other = new FakeModel("m", "2.0.0", names);
        reconciler.offer(other.offer(0, 2));
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on simd", "failed m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: model m 2.0.0: expected class 3 to be 'class 3' as in "
                + "labels.txt, to which this recognizer is pinned, found 'jumping'");
        assertEquals(0, other.opened.get());
        // Other labels by configuration: now the one in service is the wrong one
        reconciler.follow(new ModelSelector("", ANY, Optional.empty(), "auto", new RequiredLabels(11, names, "labels.txt")));
        reconcile();
        assertEquals("serving m 2.0.0 on simd", events.getLast());
        reconciler.follow(new ModelSelector("", ANY, Optional.empty(), "auto", new RequiredLabels(7, List.of(), "")));
        reconcile();
        assertEquals("resting", events.getLast());
        assertStatus(State.FAILED, "model m 2.0.0: expected the 7 classes this recognizer is pinned to, found 11; "
                + "model m 1.0.0: expected the 7 classes this recognizer is pinned to, found 11");
    }

    @Test
    void whatShouldReplaceAModelThatIsGoneButFailsLeavesTheModelInService() {
        begin(ModelSelector.BEST);
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        reconcile();
        FakeModel broken = new FakeModel("m", "1.0.0", new byte[100], 11);
        reconciler.offer(broken.offer(0, 2));
        reconciler.withdrawModel(1);
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on simd", "failed m 1.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertTrue(reconciler.status().reason().startsWith("keeps m 1.0.0 on simd, which is not to be had any more, because a better choice "
                + "failed: model m 1.0.0: "), reconciler.status().reason());
        assertTrue(recognizer.isServing());
        broken.bytes = FakeModel.CHECKPOINT;
        reconciler.retry();
        reconcile();
        assertStatus(State.READY, "");
        assertEquals(2, simd.compiled.get());
        // Without its engine no network stays
        simd.refusal = "overheated";
        reconciler.offer(new EngineCandidate(simd, "simd", 0, 101));
        reconciler.withdrawEngine(100);
        reconcile();
        assertEquals("resting", events.getLast());
        assertEquals(0, simd.openNetworks.get());
    }

    @Test
    void withoutMemoryForTheNewModelTheOldOneServes() {
        begin(ModelSelector.BEST);
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        reconcile();
        simd.compileError = new OutOfMemoryError("Java heap space");
        reconciler.offer(new FakeModel("m", "2.0.0").offer(0, 2));
        reconcile();
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: m 2.0.0 on simd: java.lang.OutOfMemoryError: Java heap space");
        simd.compileError = null;
        reconciler.retry();
        reconcile();
        assertEquals("2.0.0", recognizer.model().version());
    }

    private void assertRefused(String reason, CompletableFuture<Void> request) {
        ExecutionException refusal = assertThrows(ExecutionException.class, request::get);
        assertInstanceOf(SwapException.class, refusal.getCause());
        assertEquals(reason, refusal.getCause().getMessage());
    }

    @Test
    void aSwapByHandHoldsUntilItIsReleased() throws Exception {
        begin(new ModelSelector("m", new VersionRange("[1,2)"), "auto"));
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        reconcile();
        reconciler.offer(new FakeModel("other", "3.0.0").offer(0, 2));
        reconciler.offer(new FakeModel("other", "2.0.0").offer(0, 3));
        CompletableFuture<Void> swap = reconciler.swap(new ModelChoice("other", "2.0"));
        assertFalse(swap.isDone());
        reconcile();
        swap.get();
        assertEquals(Optional.of(new ModelChoice("other", "2.0.0")), reconciler.pin());
        assertStatus(State.READY, "");
        // Neither better models nor another configuration nor the end of what ran before move it
        reconciler.offer(new FakeModel("m", "1.9.0").offer(9, 4));
        reconciler.withdrawModel(1);
        reconciler.follow(new ModelSelector("m", ANY, "auto"));
        reconcile();
        assertEquals(List.of("serving m 1.0.0 on simd", "serving other 2.0.0 on simd"), events);
        CompletableFuture<Void> best = reconciler.swap(new ModelChoice("other", ""));
        reconcile();
        best.get();
        assertEquals("3.0.0", recognizer.model().version());
        CompletableFuture<Void> release = reconciler.release();
        reconcile();
        release.get();
        assertEquals("1.9.0", recognizer.model().version());
        assertTrue(reconciler.pin().isEmpty());
        assertEquals(1, simd.openNetworks.get());
    }

    @Test
    void aSwapByHandThatFailsChangesNothingAndIsTold() throws Exception {
        begin(ModelSelector.BEST);
        reconciler.offer(new FakeModel("m", "1.0.0").offer(1, 1));
        FakeModel broken = new FakeModel("b", "1.0.0", new byte[100], 11);
        reconciler.offer(broken.offer(0, 2));
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
        assertTrue(reconciler.pin().isEmpty());
        // Its owner mends it, and the same swap is asked for again
        broken.bytes = FakeModel.CHECKPOINT;
        CompletableFuture<Void> again = reconciler.swap(new ModelChoice("b", ""));
        reconcile();
        again.get();
        assertStatus(State.READY, "");
        assertEquals("b", recognizer.model().name());
    }

    @Test
    void whileThePinnedModelIsAwayTheConfiguredOneServes() throws Exception {
        begin(ModelSelector.BEST);
        reconciler.offer(new FakeModel("m", "2.0.0").offer(0, 1));
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 2));
        CompletableFuture<Void> swap = reconciler.swap(new ModelChoice("m", "1.0.0"));
        reconcile();
        swap.get();
        reconciler.withdrawModel(2);
        reconcile();
        assertStatus(State.READY, "runs m 2.0.0 on simd because the pinned model m 1.0.0 is not there");
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 3));
        reconcile();
        assertStatus(State.READY, "");
        assertEquals("1.0.0", recognizer.model().version());
    }

    @Test
    void ordersToARecognizerThatIsStoppedAreRefused() {
        begin(ModelSelector.BEST);
        CompletableFuture<Void> before = reconciler.swap(new ModelChoice("m", ""));
        reconciler.stop();
        assertRefused("the recognizer is stopped", before);
        assertRefused("the recognizer is stopped", reconciler.release());
    }

    @Test
    void aNetworkThatWouldFailEveryCallDoesNotServe() {
        begin(ModelSelector.BEST);
        reconciler.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        reconcile();
        simd.smallest = 33;
        reconciler.offer(new FakeModel("m", "2.0.0").offer(0, 2));
        reconcile();
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: m 2.0.0 on simd: expected room for pictures of 32x32, "
                + "found frames must be at least 33 pixels high but are 32");
        assertEquals(1, simd.openNetworks.get());
    }
}
