package io.deltaframe.recognizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Four threads call without a pause while models good and broken come and go. */
class SwapUnderLoadTest implements Succession.Observer {

    private static final int SWAPS = 200;
    private static final int CALLERS = 4;

    private final FakeEngine engine = new FakeEngine("fake");
    private final LiveRecognizer recognizer = new LiveRecognizer(Long.MAX_VALUE, () -> null);
    private final Phaser events = new Phaser(1);
    private final Background background = new Background();

    @Override
    public void serving(ModelInfo model, String engine, Duration loading) {
        events.arrive();
    }

    @Override
    public void resting() { }

    @Override
    public void failed(Choice choice, String reason, Throwable cause) { }

    /** Does something to the offers and waits until the review that it brings about is through. */
    private void reviewed(Runnable change) {
        int phase = events.getPhase();
        change.run();
        events.awaitAdvance(phase);
    }

    @Test
    @Timeout(120)
    void noCallFailsAndEveryResultNamesTheModelThatMadeIt() throws Exception {
        Succession succession = new Succession(recognizer, new Networks(), background::execute, this);
        succession.offer(new EngineOffer(engine, "fake", 0, 1_000_000));
        succession.offer(new FakeModel("m", "1.0.0").offer(0, 0));
        reviewed(() -> succession.follow(Wish.BEST));
        List<Frame> frames = IntStream.range(0, 20).mapToObj(i -> Pictures.noise(48, 40, i)).toList();
        Map<String, List<Float>> answers = new ConcurrentHashMap<>();
        List<Future<Integer>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            Thread swapper = Thread.ofPlatform().start(() -> {
                for (int i = 1; i <= SWAPS; i++) {
                    int id = i;
                    boolean broken = i % 3 == 0;
                    FakeModel model = broken ? new FakeModel("m", "2.0." + i, new byte[64], 11) : new FakeModel("m", "1.0." + i);
                    reviewed(() -> succession.offer(model.offer(0, id)));
                    reviewed(() -> succession.withdrawModel(broken ? id : id - 1));
                }
            });
            for (int c = 0; c < CALLERS; c++) {
                callers.add(threads.submit(() -> {
                    int calls = 0;
                    do {
                        Recognition recognition = recognizer.recognize(frames, RecognitionOptions.DEFAULT);
                        List<Float> first = answers.putIfAbsent(recognition.model().version(), recognition.logits());
                        assertTrue(first == null || first.equals(recognition.logits()), recognition.model().version());
                        calls++;
                    } while (swapper.isAlive());
                    return calls;
                }));
            }
            for (Future<Integer> caller : callers) {
                assertTrue(caller.get() > 0);
            }
        }
        // Models answer differently, so a result with the wrong name would have been noticed
        assertEquals(answers.size(), new HashSet<>(answers.values()).size());
        assertTrue(answers.size() > 1, answers.keySet().toString());
        assertEquals(1, engine.openNetworks.get());
        succession.stop();
        background.stop();
        assertEquals(0, engine.openNetworks.get());
        assertEquals(0, engine.openFeatures.get());
    }
}
