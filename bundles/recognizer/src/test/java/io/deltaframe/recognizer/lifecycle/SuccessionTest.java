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
import io.deltaframe.recognizer.models.FakeModel;
import io.deltaframe.recognizer.models.Labels;
import io.deltaframe.recognizer.serving.LiveRecognizer;
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
class SuccessionTest implements Succession.Observer {

    private static final VersionRange ANY = new VersionRange("0");

    private final Deque<Runnable> due = new ArrayDeque<>();
    private final Networks networks = new Networks();
    private final LiveRecognizer recognizer = new LiveRecognizer(Long.MAX_VALUE, () -> null);
    private final Succession succession = new Succession(recognizer, networks, due::add, this);
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
    public void resting() {
        events.add("resting");
    }

    @Override
    public void failed(Choice choice, String reason, Throwable cause) {
        events.add("failed " + choice);
    }

    private void review() {
        while (!due.isEmpty()) {
            due.remove().run();
        }
    }

    private void begin(Wish wish) {
        succession.offer(new EngineOffer(simd, "simd", 0, 100));
        succession.follow(wish);
    }

    private void assertStatus(State state, String reason) {
        assertEquals(new Succession.Status(state, reason), succession.status());
    }

    @AfterEach
    void nothingIsLeftOpen() {
        succession.stop();
        review();
        assertEquals(0, simd.openNetworks.get() + tornado.openNetworks.get());
    }

    @Test
    void theBestModelIsTheOneWithTheHighestRankingThenVersionThenAge() {
        begin(Wish.BEST);
        succession.offer(new FakeModel("a", "1.10.0").offer(0, 3));
        succession.offer(new FakeModel("a", "1.9.0").offer(0, 2));
        review();
        succession.offer(new FakeModel("old", "0.1.0").offer(5, 4));
        review();
        succession.offer(new FakeModel("twin", "0.1.0").offer(5, 1));
        review();
        assertEquals(List.of("serving a 1.10.0 on simd", "serving old 0.1.0 on simd", "serving twin 0.1.0 on simd"), events);
        assertStatus(State.READY, "");
        assertEquals(1, simd.openNetworks.get());
    }

    @Test
    void onlyTheBestOfSeveralOffersIsLoaded() {
        begin(Wish.BEST);
        for (int i = 1; i < 6; i++) {
            succession.offer(new FakeModel("m", "1." + i).offer(0, i));
        }
        review();
        assertEquals(1, simd.compiled.get());
        assertEquals("1.5", recognizer.model().version());
    }

    @Test
    void aNameAndARangeOfVersionsAreHeeded() {
        begin(new Wish("m", new VersionRange("[1,2)"), "auto"));
        succession.offer(new FakeModel("other", "1.5.0").offer(9, 1));
        succession.offer(new FakeModel("m", "2.0.0").offer(9, 2));
        review();
        assertStatus(State.WAITING, "waits for the model 'm' with a version in [1.0.0,2.0.0); models present: m 2.0.0, other 1.5.0");
        succession.offer(new FakeModel("m", "1.1.0").offer(0, 3));
        review();
        assertEquals(List.of("serving m 1.1.0 on simd"), events);
    }

    @Test
    void anEngineThatIsNotThereIsWaitedForAndThoseThatAreAreNamed() {
        begin(new Wish("", ANY, "tornado"));
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        review();
        assertStatus(State.WAITING, "waits for the engine 'tornado'; engines present: simd");
        assertEquals(0, simd.compiled.get());
        succession.offer(new EngineOffer(tornado, "tornado", 0, 101));
        review();
        assertEquals(List.of("serving m 1.0.0 on tornado"), events);
    }

    @Test
    void withNeitherModelNorEngineItWaitsForBoth() {
        succession.follow(Wish.BEST);
        review();
        assertStatus(State.WAITING, "waits for a model; models present: none, and for an engine; engines present: none");
    }

    @Test
    void theBestEngineIsUsedAndTheNextOneWhereItRefuses() {
        tornado.refusal = "no device";
        succession.offer(new EngineOffer(tornado, "tornado", 10, 101));
        begin(Wish.BEST);
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        review();
        assertEquals(List.of("failed m 1.0.0 on tornado", "serving m 1.0.0 on simd"), events);
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: m 1.0.0 on tornado: no device");
        tornado.refusal = "";
        succession.retry();
        review();
        assertEquals("serving m 1.0.0 on tornado", events.getLast());
        assertStatus(State.READY, "");
    }

    @Test
    void aBrokenModelKeepsTheOldOneAndIsTriedOnceOnly() {
        begin(Wish.BEST);
        succession.offer(new EngineOffer(tornado, "tornado", -1, 101));
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        review();
        FakeModel broken = new FakeModel("m", "2.0.0", new byte[100], 11);
        succession.offer(broken.offer(0, 2));
        review();
        assertEquals(List.of("serving m 1.0.0 on simd", "failed m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertEquals(State.READY, succession.status().state());
        assertTrue(succession.status().reason().startsWith("runs m 1.0.0 on simd because a better choice failed: model m 2.0.0: "),
                succession.status().reason());
        assertEquals("1.0.0", recognizer.model().version());
        // Neither another review nor the other engine makes it better
        succession.offer(new FakeModel("z", "0.1.0").offer(-1, 3));
        review();
        assertEquals(1, broken.opened.get());
        assertEquals(1, broken.closed.get());
        // Its owner mends it, and somebody asks again
        broken.bytes = FakeModel.CHECKPOINT;
        succession.retry();
        review();
        assertEquals("2.0.0", recognizer.model().version());
        assertStatus(State.READY, "");
    }

    @Test
    void aModelWithTheWrongNumberOfLabelsIsRefused() {
        begin(Wish.BEST);
        succession.offer(new FakeModel("m", "1.0.0", FakeModel.CHECKPOINT, 10).offer(0, 1));
        review();
        assertStatus(State.FAILED, "model m 1.0.0: expected a label for each of 11 classes, found 10 labels");
        assertFalse(recognizer.isServing());
    }

    @Test
    void theNextBestModelIsUsedWhileTheBestIsBroken() {
        begin(Wish.BEST);
        succession.offer(new FakeModel("m", "2.0.0", new byte[100], 11).offer(0, 1));
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 2));
        review();
        assertEquals(List.of("failed m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
    }

    @Test
    void takingTheBestModelAwayBringsTheNextOneBack() {
        begin(Wish.BEST);
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        succession.offer(new FakeModel("m", "2.0.0").offer(0, 2));
        review();
        succession.withdrawModel(2);
        review();
        assertEquals(List.of("serving m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertEquals(1, simd.openNetworks.get());
        succession.withdrawModel(1);
        review();
        assertEquals("resting", events.getLast());
        assertEquals(0, simd.openNetworks.get());
        assertStatus(State.WAITING, "waits for a model; models present: none");
    }

    @Test
    void takingTheEngineAwayMovesToAnotherOne() {
        begin(Wish.BEST);
        succession.offer(new EngineOffer(tornado, "tornado", 10, 101));
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        review();
        succession.withdrawEngine(101);
        review();
        assertEquals(List.of("serving m 1.0.0 on tornado", "serving m 1.0.0 on simd"), events);
        assertEquals(0, tornado.openNetworks.get());
    }

    @Test
    void anotherWishIsFollowedWithoutAGap() {
        begin(new Wish("a", ANY, "auto"));
        succession.offer(new FakeModel("a", "1.0.0").offer(0, 1));
        succession.offer(new FakeModel("b", "1.0.0").offer(0, 2));
        review();
        succession.follow(new Wish("b", ANY, "auto"));
        review();
        assertEquals(List.of("serving a 1.0.0 on simd", "serving b 1.0.0 on simd"), events);
    }

    @Test
    void twoRecognizersShareTheNetworkOfAModel() {
        begin(Wish.BEST);
        ModelOffer model = new FakeModel("m", "1.0.0").offer(0, 1);
        succession.offer(model);
        LiveRecognizer other = new LiveRecognizer(Long.MAX_VALUE, () -> null);
        Succession beside = new Succession(other, networks, due::add, this);
        beside.offer(model);
        beside.offer(new EngineOffer(simd, "simd", 0, 100));
        beside.follow(Wish.BEST);
        review();
        assertTrue(other.isServing());
        assertEquals(1, simd.compiled.get());
        beside.stop();
        assertEquals(1, simd.openNetworks.get());
        assertEquals("m", recognizer.model().name());
    }

    @Test
    void aChangedRankingDoesNotLoadTheModelAgain() {
        begin(Wish.BEST);
        FakeModel model = new FakeModel("m", "1.0.0");
        succession.offer(model.offer(0, 1));
        review();
        succession.offer(model.offer(7, 1));
        review();
        assertEquals(1, simd.compiled.get());
    }

    @Test
    void aStopDuringALoadFreesWhatWasLoaded() throws Exception {
        begin(Wish.BEST);
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        simd.compileGate = new FakeEngine.Gate(true);
        Thread stopper = Thread.ofPlatform().start(() -> {
            try {
                simd.compileGate.reached.await();
            } catch (InterruptedException e) {
                return;
            }
            succession.stop();
            simd.compileGate.opened.countDown();
        });
        review();
        stopper.join();
        assertEquals(1, simd.compiled.get());
        assertEquals(0, simd.openNetworks.get());
    }

    @Test
    void aNewWishIsNotReadyBeforeItsOwnModelServes() {
        begin(Wish.BEST);
        succession.offer(new FakeModel("default", "1.0.0").offer(1, 1));
        succession.offer(new FakeModel("wanted", "1.0.0").offer(0, 2));
        review();
        assertStatus(State.READY, "");
        succession.follow(new Wish("wanted", ANY, "auto"));
        assertEquals(State.LOADING, succession.status().state());
        assertTrue(recognizer.isServing());
        review();
        assertStatus(State.READY, "");
        assertEquals(List.of("serving default 1.0.0 on simd", "serving wanted 1.0.0 on simd"), events);
        succession.follow(new Wish("absent", ANY, "auto"));
        review();
        assertEquals(State.WAITING, succession.status().state());
    }

    @Test
    void aFilterOnServicePropertiesIsHeeded() throws Exception {
        begin(new Wish("", ANY, Optional.of(FrameworkUtil.createFilter("(&(site=door)(deltaframe.segments>=8))")), "auto", PinnedLabels.NONE));
        succession.offer(new FakeModel("a", "2.0.0").offer(1, Map.of("site", "gate", "deltaframe.segments", 8)));
        review();
        assertStatus(State.WAITING, "waits for a model that matches (&(site=door)(deltaframe.segments>=8)); models present: a 2.0.0");
        succession.offer(new FakeModel("b", "1.0.0").offer(2, Map.of("site", "door", "deltaframe.segments", 16)));
        review();
        assertEquals(List.of("serving b 1.0.0 on simd"), events);
        // Its owner takes it out of the door
        succession.offer(new FakeModel("b", "1.0.0").offer(2, Map.of("site", "yard")));
        review();
        assertEquals("resting", events.getLast());
    }

    @Test
    void aModelWithOtherLabelsThanThePinnedOnesIsRefusedAndTheOldOneStays() {
        List<String> names = new ArrayList<>(Labels.numbered(11));
        PinnedLabels pinned = new PinnedLabels(11, names, "labels.txt");
        begin(new Wish("", ANY, Optional.empty(), "auto", pinned));
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        review();
        names.set(3, "jumping");
        FakeModel other = new FakeModel("m", "2.0.0", names);
        succession.offer(other.offer(0, 2));
        review();
        assertEquals(List.of("serving m 1.0.0 on simd", "failed m 2.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: model m 2.0.0: expected class 3 to be 'class 3' as in "
                + "labels.txt, to which this recognizer is pinned, found 'jumping'");
        assertEquals(0, other.opened.get());
        // Other labels by configuration: now the one in service is the wrong one
        succession.follow(new Wish("", ANY, Optional.empty(), "auto", new PinnedLabels(11, names, "labels.txt")));
        review();
        assertEquals("serving m 2.0.0 on simd", events.getLast());
        succession.follow(new Wish("", ANY, Optional.empty(), "auto", new PinnedLabels(7, List.of(), "")));
        review();
        assertEquals("resting", events.getLast());
        assertStatus(State.FAILED, "model m 2.0.0: expected the 7 classes this recognizer is pinned to, found 11; "
                + "model m 1.0.0: expected the 7 classes this recognizer is pinned to, found 11");
    }

    @Test
    void whatShouldReplaceAModelThatIsGoneButFailsLeavesTheModelInService() {
        begin(Wish.BEST);
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        review();
        FakeModel broken = new FakeModel("m", "1.0.0", new byte[100], 11);
        succession.offer(broken.offer(0, 2));
        succession.withdrawModel(1);
        review();
        assertEquals(List.of("serving m 1.0.0 on simd", "failed m 1.0.0 on simd", "serving m 1.0.0 on simd"), events);
        assertTrue(succession.status().reason().startsWith("keeps m 1.0.0 on simd, which is not to be had any more, because a better choice "
                + "failed: model m 1.0.0: "), succession.status().reason());
        assertTrue(recognizer.isServing());
        broken.bytes = FakeModel.CHECKPOINT;
        succession.retry();
        review();
        assertStatus(State.READY, "");
        assertEquals(2, simd.compiled.get());
        // Without its engine no network stays
        simd.refusal = "overheated";
        succession.offer(new EngineOffer(simd, "simd", 0, 101));
        succession.withdrawEngine(100);
        review();
        assertEquals("resting", events.getLast());
        assertEquals(0, simd.openNetworks.get());
    }

    @Test
    void withoutMemoryForTheNewModelTheOldOneServes() {
        begin(Wish.BEST);
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        review();
        simd.compileError = new OutOfMemoryError("Java heap space");
        succession.offer(new FakeModel("m", "2.0.0").offer(0, 2));
        review();
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: m 2.0.0 on simd: java.lang.OutOfMemoryError: Java heap space");
        simd.compileError = null;
        succession.retry();
        review();
        assertEquals("2.0.0", recognizer.model().version());
    }

    private void assertRefused(String reason, CompletableFuture<Void> order) {
        ExecutionException refusal = assertThrows(ExecutionException.class, order::get);
        assertInstanceOf(SwapException.class, refusal.getCause());
        assertEquals(reason, refusal.getCause().getMessage());
    }

    @Test
    void aSwapByHandHoldsUntilItIsReleased() throws Exception {
        begin(new Wish("m", new VersionRange("[1,2)"), "auto"));
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        review();
        succession.offer(new FakeModel("other", "3.0.0").offer(0, 2));
        succession.offer(new FakeModel("other", "2.0.0").offer(0, 3));
        CompletableFuture<Void> swap = succession.swap(new ModelChoice("other", "2.0"));
        assertFalse(swap.isDone());
        review();
        swap.get();
        assertEquals(Optional.of(new ModelChoice("other", "2.0.0")), succession.pin());
        assertStatus(State.READY, "");
        // Neither better models nor another configuration nor the end of what ran before move it
        succession.offer(new FakeModel("m", "1.9.0").offer(9, 4));
        succession.withdrawModel(1);
        succession.follow(new Wish("m", ANY, "auto"));
        review();
        assertEquals(List.of("serving m 1.0.0 on simd", "serving other 2.0.0 on simd"), events);
        CompletableFuture<Void> best = succession.swap(new ModelChoice("other", ""));
        review();
        best.get();
        assertEquals("3.0.0", recognizer.model().version());
        CompletableFuture<Void> release = succession.release();
        review();
        release.get();
        assertEquals("1.9.0", recognizer.model().version());
        assertTrue(succession.pin().isEmpty());
        assertEquals(1, simd.openNetworks.get());
    }

    @Test
    void aSwapByHandThatFailsChangesNothingAndIsTold() throws Exception {
        begin(Wish.BEST);
        succession.offer(new FakeModel("m", "1.0.0").offer(1, 1));
        FakeModel broken = new FakeModel("b", "1.0.0", new byte[100], 11);
        succession.offer(broken.offer(0, 2));
        review();
        CompletableFuture<Void> unknown = succession.swap(new ModelChoice("nobody", "1.0.0"));
        review();
        assertRefused("expected the model nobody 1.0.0; models present: b 1.0.0, m 1.0.0", unknown);
        CompletableFuture<Void> nonsense = succession.swap(new ModelChoice("m", "one"));
        review();
        assertRefused("expected a version in OSGi syntax such as 1.2.3, found 'one'", nonsense);
        CompletableFuture<Void> failing = succession.swap(new ModelChoice("b", ""));
        review();
        assertTrue(assertThrows(ExecutionException.class, failing::get).getCause().getMessage().startsWith("model b 1.0.0: "));
        assertTrue(succession.status().reason().startsWith("runs m 1.0.0 on simd because the swap to b failed: model b 1.0.0: "),
                succession.status().reason());
        assertEquals(State.READY, succession.status().state());
        assertTrue(succession.pin().isEmpty());
        // Its owner mends it, and the same swap is asked for again
        broken.bytes = FakeModel.CHECKPOINT;
        CompletableFuture<Void> again = succession.swap(new ModelChoice("b", ""));
        review();
        again.get();
        assertStatus(State.READY, "");
        assertEquals("b", recognizer.model().name());
    }

    @Test
    void whileThePinnedModelIsAwayTheConfiguredOneServes() throws Exception {
        begin(Wish.BEST);
        succession.offer(new FakeModel("m", "2.0.0").offer(0, 1));
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 2));
        CompletableFuture<Void> swap = succession.swap(new ModelChoice("m", "1.0.0"));
        review();
        swap.get();
        succession.withdrawModel(2);
        review();
        assertStatus(State.READY, "runs m 2.0.0 on simd because the pinned model m 1.0.0 is not there");
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 3));
        review();
        assertStatus(State.READY, "");
        assertEquals("1.0.0", recognizer.model().version());
    }

    @Test
    void ordersToARecognizerThatIsStoppedAreRefused() {
        begin(Wish.BEST);
        CompletableFuture<Void> before = succession.swap(new ModelChoice("m", ""));
        succession.stop();
        assertRefused("the recognizer is stopped", before);
        assertRefused("the recognizer is stopped", succession.release());
    }

    @Test
    void aNetworkThatWouldFailEveryCallDoesNotServe() {
        begin(Wish.BEST);
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 1));
        review();
        simd.smallest = 33;
        succession.offer(new FakeModel("m", "2.0.0").offer(0, 2));
        review();
        assertStatus(State.READY, "runs m 1.0.0 on simd because a better choice failed: m 2.0.0 on simd: expected room for pictures of 32x32, "
                + "found frames must be at least 33 pixels high but are 32");
        assertEquals(1, simd.openNetworks.get());
    }
}
