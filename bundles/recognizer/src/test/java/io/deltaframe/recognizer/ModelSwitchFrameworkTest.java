package io.deltaframe.recognizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Action;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.config.EnsembleConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.ModelSwitch;
import io.deltaframe.api.swap.ShadowReport;
import io.deltaframe.api.swap.SwapException;
import io.deltaframe.api.swap.SwitchStatus;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.models.ClassLabels;
import io.deltaframe.recognizer.models.FakeModel;
import io.deltaframe.tdn.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The switch of a recognizer, in a real framework with an engine and videos of the test's own: swaps by hand, and
 * shadows.
 */
class ModelSwitchFrameworkTest {

    @TempDir
    private Path folder;
    private TestFramework felix;
    private final FakeEngine engine = new FakeEngine("fake");

    @BeforeEach
    void start() throws Exception {
        felix = new TestFramework(folder.resolve("storage"));
        felix.context().registerService(Engine.class, engine, TestFramework.dictionary(Map.of(Engine.NAME, "fake")));
        felix.context().registerService(VideoSource.class, FakeVideo.noise(60, 64, 48), null);
        felix.install("io.deltaframe.recognizer").start();
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
        assertEquals(0, engine.openNetworks.get());
        assertEquals(0, engine.openFeatures.get());
    }

    private void awaitModel(String name, String version) throws InterruptedException {
        felix.await(name + " " + version + " serves", () -> {
            Map<String, Object> recognizer = felix.properties(Recognizer.class);
            return name.equals(recognizer.get(Recognizer.MODEL))
                    && version.equals(String.valueOf(recognizer.get(Recognizer.MODEL_VERSION)));
        });
    }

    @Test
    void theSwitchIsThereFromTheBeginningAndSwapsByHand() throws Exception {
        ModelSwitch modelSwitch = felix.service(ModelSwitch.class, "(deltaframe.recognizer=default)");
        assertEquals("", modelSwitch.status().model());
        felix.offer(new FakeModel("m", "2.0.0"));
        felix.offer(new FakeModel("m", "1.0.0"));
        awaitModel("m", "2.0.0");
        assertEquals(new SwitchStatus("default", "m", "1.0.0", "fake", "m 1.0.0", ""),
                modelSwitch.swap(ModelChoice.parse("m:1.0.0")));
        awaitModel("m", "1.0.0");
        assertEquals("recognizer default: expected the model x; models present: m 1.0.0, m 2.0.0",
                assertThrows(SwapException.class, () -> modelSwitch.swap(ModelChoice.parse("x"))).getMessage());
        assertEquals("m 1.0.0", modelSwitch.status().pinned());
        assertEquals(new SwitchStatus("default", "m", "2.0.0", "fake", "", ""), modelSwitch.release());
        engine.refusal = "overheated";
        felix.offer(new FakeModel("m", "3.0.0"));
        felix.await("the refusal is told", () -> modelSwitch.status().reason().endsWith("m 3.0.0 on fake: overheated"));
        assertTrue(modelSwitch.retry().reason().endsWith("m 3.0.0 on fake: overheated"));
        engine.refusal = "";
        assertEquals(new SwitchStatus("default", "m", "3.0.0", "fake", "", ""), modelSwitch.retry());
    }

    @Test
    void aMemberOfAnEnsembleIsSwappedByHandIfItFits() throws Exception {
        felix.offer(new FakeModel("a", "1.0.0"));
        felix.offer(new FakeModel("a", "2.0.0"));
        felix.offer(new FakeModel("b", "1.0.0", ClassLabels.numbered(12).subList(1, 12)));
        felix.offer(new FakeModel("a", "0.1.0", ClassLabels.numbered(11).reversed()));
        felix.configure(EnsembleConfig.PID,
                Map.of(RecognizerConfig.NAME, "pair", EnsembleConfig.MODELS, new String[] {"a", "(deltaframe.model=b)"},
                        RecognizerConfig.LABELS, "11"));
        ModelSwitch modelSwitch = felix.service(ModelSwitch.class, "(deltaframe.recognizer=pair)");
        Recognizer pair = felix.service(Recognizer.class, "(deltaframe.recognizer=pair)");
        SwitchStatus status = modelSwitch.swap(ModelChoice.parse("a:1.0.0"));
        assertEquals("a 1.0.0", status.pinned());
        assertEquals("1.0.0", pair.model().members().getFirst().version());
        assertTrue(assertThrows(SwapException.class, () -> modelSwitch.swap(ModelChoice.parse("c"))).getMessage()
                .contains("found 0"));
        assertEquals("2.0.0", member(modelSwitch.release(), pair));
        assertTrue(assertThrows(SwapException.class, () -> modelSwitch.swap(ModelChoice.parse("a:0.1.0"))).getMessage()
                .startsWith("recognizer pair: an ensemble needs models of the same classes in the same order"));
        assertEquals(new SwitchStatus("pair", pair.model().name(), pair.model().version(), "fake", "", ""),
                modelSwitch.status());
        assertEquals("2.0.0", pair.model().members().getFirst().version());
    }

    private static String member(SwitchStatus status, Recognizer pair) {
        assertEquals("", status.pinned());
        return pair.model().members().getFirst().version();
    }

    @Test
    void aShadowComparesCallsWithoutSwitching() throws Exception {
        felix.offer(new FakeModel("m", "2.0.0"));
        felix.offer(new FakeModel("m", "1.0.0"));
        awaitModel("m", "2.0.0");
        Recognizer recognizer = felix.service(Recognizer.class, "(objectClass=*)");
        ModelSwitch modelSwitch = felix.service(ModelSwitch.class, "(objectClass=*)");
        FutureTask<ShadowReport> shadow = new FutureTask<>(() -> modelSwitch.shadow(ModelChoice.parse("m:1.0.0"), 5,
                Duration.ofMinutes(5)));
        Thread.ofPlatform().start(shadow);
        List<String> versions = new ArrayList<>();
        while (!shadow.isDone()) {
            versions.add(recognizer.recognize("a.mp4", RecognitionOptions.DEFAULT).model().version());
        }
        ShadowReport report = shadow.get();
        assertTrue(versions.stream().allMatch("2.0.0"::equals));
        assertEquals("m 2.0.0", report.current());
        assertEquals("m 1.0.0", report.candidate());
        assertEquals(ShadowReport.Ending.CALLS, report.ending());
        assertEquals(5, report.compared());
        assertTrue(report.sameLabels());
        assertTrue(report.scoreDifference() > 0 && report.scoreDifference() <= 1, report.toString());
        assertTrue(report.latency().median() <= report.latency().longest(), report.toString());
        assertTrue(report.currentLatency().longest() > 0, report.toString());
        felix.await("the candidate is freed", () -> engine.openNetworks.get() == 1);
        assertEquals(ShadowReport.Ending.TIME, modelSwitch.shadow(ModelChoice.parse("m:1.0.0"), 0, Duration.ofMillis(1))
                .ending());
        assertThrows(SwapException.class, () -> modelSwitch.shadow(ModelChoice.parse("m:9.0.0"), 0,
                Duration.ofSeconds(1)));
    }

    @Test
    void aShadowOfAnEnsembleComparesItWithOneMemberReplaced() throws Exception {
        felix.offer(new FakeModel("a", "2.0.0"));
        felix.offer(new FakeModel("a", "1.0.0"));
        felix.offer(new FakeModel("a", "0.1.0", ClassLabels.numbered(12).subList(1, 12)));
        felix.offer(new FakeModel("b", "1.0.0"));
        felix.offer(new FakeModel("c", "1.0.0", ClassLabels.numbered(11).reversed()));
        felix.configure(EnsembleConfig.PID,
                Map.of(RecognizerConfig.NAME, "pair", EnsembleConfig.MODELS, new String[] {"a", "c"}));
        ModelSwitch modelSwitch = felix.service(ModelSwitch.class, "(deltaframe.recognizer=pair)");
        Recognizer pair = felix.service(Recognizer.class, "(deltaframe.recognizer=pair)");
        FutureTask<ShadowReport> shadow = new FutureTask<>(() -> modelSwitch.shadow(ModelChoice.parse("a:1.0.0"), 5,
                Duration.ofMinutes(5)));
        Thread.ofPlatform().start(shadow);
        List<Recognition> answers = new ArrayList<>();
        while (!shadow.isDone()) {
            answers.add(pair.recognize("a.mp4", RecognitionOptions.DEFAULT));
        }
        ShadowReport report = shadow.get();
        assertTrue(answers.stream().allMatch(answer -> answer.model().equals(pair.model())));
        assertEquals("pair", report.recognizer());
        assertEquals("a+c " + pair.model().version(), report.current());
        assertEquals("fake", report.engine());
        assertEquals(ShadowReport.Ending.CALLS, report.ending());
        assertEquals(5, report.compared());
        assertTrue(report.sameLabels());
        // The candidate's answer is that of the ensemble with the other member: known once it has been swapped in
        assertEquals("a 1.0.0", modelSwitch.swap(ModelChoice.parse("a:1.0.0")).pinned());
        assertEquals(report.candidate(), "a+c " + pair.model().version());
        Recognition swapped = pair.recognize("a.mp4", RecognitionOptions.DEFAULT);
        assertEquals(difference(answers.getFirst(), swapped), report.scoreDifference());
        // Two of the pair, and the default recognizer's
        felix.await("what only the shadow ran is freed", () -> engine.openNetworks.get() == 3);
        assertEquals("recognizer pair: expected one member with a model named b, found 0",
                assertThrows(SwapException.class, () -> modelSwitch.shadow(ModelChoice.parse("b"), 1,
                Duration.ofSeconds(1))).getMessage());
        assertTrue(assertThrows(SwapException.class,
                () -> modelSwitch.shadow(ModelChoice.parse("a:0.1.0"), 1, Duration.ofSeconds(1)))
                .getMessage().startsWith("recognizer pair: an ensemble needs models of the same classes in the same "
                + "order"));
        assertEquals(ShadowReport.Ending.TIME, modelSwitch.shadow(ModelChoice.parse("a:2.0.0"), 0, Duration.ofMillis(1))
                .ending());
    }

    private static double difference(Recognition a, Recognition b) {
        double[] first = scores(a);
        double[] second = scores(b);
        return IntStream.range(0, first.length).mapToDouble(i -> Math.abs(first[i] - second[i])).max().orElseThrow();
    }

    private static double[] scores(Recognition recognition) {
        return recognition.actions().stream().sorted(Comparator.comparingInt(Action::index)).mapToDouble(Action::score)
                .toArray();
    }

    @Test
    void aShadowEndsWhenTheRecognizerIsSwapped() throws Exception {
        felix.offer(new FakeModel("m", "2.0.0"));
        felix.offer(new FakeModel("m", "1.0.0"));
        awaitModel("m", "2.0.0");
        ModelSwitch modelSwitch = felix.service(ModelSwitch.class, "(objectClass=*)");
        FutureTask<ShadowReport> shadow = new FutureTask<>(() -> modelSwitch.shadow(ModelChoice.parse("m:1.0.0"), 0,
                Duration.ofMinutes(5)));
        Thread.ofPlatform().start(shadow);
        felix.await("the candidate is loaded", () -> engine.openNetworks.get() == 2);
        // No call comes: the comparison hears of the swap itself
        felix.offer(new FakeModel("m", "3.0.0"));
        ShadowReport report = shadow.get();
        assertEquals(ShadowReport.Ending.SWAPPED, report.ending());
        assertEquals(0, report.compared());
        assertEquals("m 2.0.0", report.current());
        felix.await("the candidate is freed", () -> engine.openNetworks.get() == 1);
    }
}
