package io.deltaframe.recognizer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.osgi.framework.VersionRange;

/** A reconciler without a platform. Passes run on the test's own thread, when the test says so. */
abstract class ReconcilerFixture implements ModelReconciler.Listener {

    static final VersionRange ANY = new VersionRange("0");

    final Deque<Runnable> due = new ArrayDeque<>();
    final NetworkCache networks = new NetworkCache();
    final Candidates candidates = new Candidates();
    final Slot slot = new Slot();
    final ModelReconciler reconciler = new ModelReconciler(slot, candidates, networks, due::add, this);
    final FakeEngine simd = new FakeEngine("simd");
    final FakeEngine tornado = new FakeEngine("tornado");
    final List<String> events = new ArrayList<>();

    /** Holds the pipeline in service. */
    static final class Slot implements ServingSlot {

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

        RecognitionPipeline pipeline() {
            return current;
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

    void reconcile() {
        while (!due.isEmpty()) {
            due.remove().run();
        }
    }

    /** Tries again what has failed before. */
    void retry() {
        CompletableFuture<Void> retried = reconciler.retry();
        reconcile();
        assertTrue(retried.isDone());
        retried.join();
    }

    void follow(ModelSelector... selectors) {
        reconciler.follow(List.of(selectors), ScoreFusion.SOFTMAX_MEAN);
    }

    void begin(ModelSelector... selectors) {
        candidates.put(new EngineCandidate(simd, "simd", 0, 100));
        follow(selectors);
    }

    void assertStatus(State state, String reason) {
        assertEquals(new ModelReconciler.Status(state, reason), reconciler.status());
    }

    @AfterEach
    void nothingIsLeftOpen() {
        reconciler.stop();
        reconcile();
        assertEquals(0, simd.openNetworks.get() + tornado.openNetworks.get());
    }

    void assertRefused(String reason, CompletableFuture<Void> request) {
        ExecutionException refusal = assertThrows(ExecutionException.class, request::get);
        assertInstanceOf(SwapException.class, refusal.getCause());
        assertEquals(reason, refusal.getCause().getMessage());
    }

    void assertRefusedAtOnce(String reason, ModelChoice model) {
        CompletableFuture<Void> swap = reconciler.swap(model);
        reconcile();
        assertRefused(reason, swap);
    }

    static ModelSelector named(String model) {
        return new ModelSelector(model, ANY, "auto");
    }
}
