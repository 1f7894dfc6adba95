package io.deltaframe.recognizer.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.recognizer.MarkedCheckpoint;
import io.deltaframe.recognizer.Pictures;
import io.deltaframe.recognizer.TestFramework;
import io.deltaframe.recognizer.lifecycle.Candidates;
import io.deltaframe.recognizer.lifecycle.Deployment;
import io.deltaframe.recognizer.lifecycle.EngineCandidate;
import io.deltaframe.recognizer.lifecycle.ModelCandidate;
import io.deltaframe.recognizer.lifecycle.ModelReconciler;
import io.deltaframe.recognizer.lifecycle.NetworkCache;
import io.deltaframe.recognizer.models.InspectedFile;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.Engine;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

/** What is swapped out is freed: the heap after many swaps is that after two, with the CPU engine. */
class SwapMemoryTest implements ModelReconciler.Listener {

    private static final int SETTLED_AFTER = 2;

    @TempDir
    private Path folder;
    private final Deque<Runnable> due = new ArrayDeque<>();
    private final Candidates candidates = new Candidates();
    private final HotSwapRecognizer recognizer = new HotSwapRecognizer(HotSwapRecognizer.frameBudget(), () -> null);
    private int swaps;

    @Override
    public void serving(ModelInfo model, String engine, Duration loading) {
        swaps++;
    }

    @Override
    public void unavailable() { }

    @Override
    public void failed(Deployment deployment, String reason, Throwable cause) {
        throw new AssertionError(reason, cause);
    }

    @Override
    public void misfit(String models, String reason, Throwable cause) {
        throw new AssertionError(reason, cause);
    }

    @Test
    void theHeapAfterManySwapsIsThatAfterTwo() throws Exception {
        // Stages as those of a ResNet-50, an eighth as wide: 1.6 MB of weights in the file
        assertHeapIsSteady(new Architecture(List.of(1, 1, 1, 1), 16, 174, 2), 64, 40);
    }

    /**
     * Minutes: {@code mvn verify -Ddeltaframe.swaps.resnet50=200}, with {@code -Dtest=SwapMemoryTest} for this alone.
     */
    @Test
    @EnabledIfSystemProperty(named = "deltaframe.swaps.resnet50", matches = "\\d+",
            disabledReason = "takes minutes; -Ddeltaframe.swaps.resnet50=200 swaps a ResNet-50 as often")
    void theHeapAfterManySwapsOfAResNet50IsThatAfterTwo() throws Exception {
        assertHeapIsSteady(new Architecture(Architecture.RESNET_50, Architecture.RELEASED_WIDTH, 174, 8), 224,
                Integer.getInteger("deltaframe.swaps.resnet50"));
    }

    private void assertHeapIsSteady(Architecture architecture, int inputSize, int times) throws Exception {
        Path file = MarkedCheckpoint.write(Files.createDirectory(folder.resolve("models")).resolve("m.safetensors"),
                architecture, inputSize, "m", "1.0.0", 0);
        InspectedFile model = InspectedFile.of(file, "1.0.0");
        List<Frame> frames = IntStream.range(0, 20).mapToObj(i -> Pictures.noise(96, 80, i)).toList();
        try (TestFramework felix = new TestFramework(folder.resolve("storage"))) {
            felix.install("io.deltaframe.operators").start();
            Engine engine = felix.service(Engine.class, "(deltaframe.engine=simd)");
            ModelReconciler reconciler = new ModelReconciler(recognizer, candidates, new NetworkCache(), due::add,
                    this);
            candidates.put(new EngineCandidate(engine, engine.name(), 0, 1_000_000));
            reconciler.follow(RecognizerSettings.DEFAULT.members(), RecognizerSettings.DEFAULT.fusion());
            long settled = 0;
            long longest = 0;
            long all = 0;
            for (int swap = 0; swap <= times; swap++) {
                // The same file as another service each time: the one before goes, and the new one is loaded anew
                String version = "1.0." + swap;
                candidates.put(new ModelCandidate(model.withVersion(version), "m", Version.parseVersion(version), 0,
                        swap, Map.of()));
                long begin = System.nanoTime();
                reconcile();
                long took = System.nanoTime() - begin;
                longest = Math.max(longest, swap == 0 ? 0 : took);
                all += swap == 0 ? 0 : took;
                candidates.removeModel(swap - 1);
                reconcile();
                recognizer.recognize(frames, RecognitionOptions.DEFAULT);
                if (swap == SETTLED_AFTER) {
                    settled = heap();
                }
            }
            long last = heap();
            assertEquals("1.0." + times, recognizer.model().version());
            assertTrue(swaps > times);
            System.out.printf("%s: heap after %d swaps %.1f MB, after %d swaps %.1f MB; a swap takes %.2f s, the "
                    + "longest %.2f s%n",
                    architecture.describe(), SETTLED_AFTER, settled / 1e6, times, last / 1e6, all / 1e9 / times,
                    longest / 1e9);
            // One network that was not freed would be more than its weights
            long weights = Files.size(file);
            assertTrue(last - settled < weights / 2,
                    last - settled + " bytes more after " + times + " swaps of " + weights + " bytes of weights");
            reconciler.stop();
        }
    }

    private void reconcile() {
        while (!due.isEmpty()) {
            due.remove().run();
        }
    }

    /** Bytes in use after what is garbage has gone. */
    private static long heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(20);
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
