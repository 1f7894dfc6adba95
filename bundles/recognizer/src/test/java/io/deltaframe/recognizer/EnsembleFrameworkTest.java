package io.deltaframe.recognizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.config.EnsembleConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.models.ClassLabels;
import io.deltaframe.recognizer.models.FakeModel;
import io.deltaframe.recognizer.models.Sha256;
import io.deltaframe.tdn.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;

/** Ensembles of models as services, in a real framework, with an engine and videos of the test's own. */
class EnsembleFrameworkTest {

    private static final String PAIR = "(deltaframe.recognizer=pair)";
    private static final Map<String, Object> A_AND_B = Map.of(RecognizerConfig.NAME, "pair",
            EnsembleConfig.MODELS, new String[] {"a", "b"});

    @TempDir
    private Path folder;
    private TestFramework felix;
    private Bundle bundle;
    private final FakeEngine engine = new FakeEngine("fake");
    private final FakeVideo videos = FakeVideo.noise(60, 64, 48);

    @BeforeEach
    void start() throws Exception {
        felix = new TestFramework(folder.resolve("storage"));
        felix.context().registerService(Engine.class, engine, TestFramework.dictionary(Map.of(Engine.NAME, "fake")));
        felix.context().registerService(VideoSource.class, videos, null);
        bundle = felix.install("io.deltaframe.recognizer");
        bundle.start();
        // The default recognizer would hold a network too
        felix.configure(RecognizerConfig.PID, Map.of(RecognizerConfig.NAME, "none", RecognizerConfig.MODEL, "none"));
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
        assertEquals(0, engine.openNetworks.get());
        assertEquals(0, engine.openFeatures.get());
        assertEquals(0, videos.open.get());
    }

    private Readiness readiness(String name) {
        return felix.readiness(readiness -> readiness.name().equals(name))
                .orElseGet(() -> new Readiness(Readiness.Kind.RECOGNIZER, name, State.WAITING, "no probe"));
    }

    private void awaitReadiness(State state, String reason) throws InterruptedException {
        felix.await("pair is " + state + " because '" + reason + "'", () -> readiness("pair").state() == state
                && readiness("pair").reason().contains(reason));
    }

    private static List<String> versions(Recognizer recognizer) {
        return recognizer.model().members().stream().map(member -> member.name() + " " + member.version()).toList();
    }

    @Test
    void anEnsembleAppearsWithItsLastModelAndIsTheMeanOfItsMembers() throws Exception {
        Configuration configuration = felix.configure(EnsembleConfig.PID, A_AND_B);
        awaitReadiness(State.WAITING, "waits for the model 'a'; models present: none; waits for the model 'b'");
        felix.offer(new FakeModel("a", "1.0.0"));
        awaitReadiness(State.WAITING, "waits for the model 'b'; models present: a 1.0.0");
        felix.offer(new FakeModel("b", "2.1.0"));
        Recognizer pair = felix.service(Recognizer.class, PAIR);
        awaitReadiness(State.READY, "");
        assertEquals("", readiness("pair").reason());
        ModelInfo model = pair.model();
        assertEquals("a+b", model.name());
        assertEquals(16, model.segments());
        assertEquals(Sha256.of(("0".repeat(64) + "\n" + "0".repeat(64)).getBytes()), model.sha256());
        assertEquals("1.0.0." + model.sha256().substring(0, 12), model.version());
        assertEquals("ensemble of TDN (8 segments) and TDN (8 segments)", model.architecture());
        assertEquals(List.of("a 1.0.0", "b 2.1.0"), versions(pair));

        felix.configure(RecognizerConfig.PID, Map.of(RecognizerConfig.NAME, "just a", RecognizerConfig.MODEL, "a"));
        felix.configure(RecognizerConfig.PID, Map.of(RecognizerConfig.NAME, "just b", RecognizerConfig.MODEL, "b"));
        RecognitionOptions options = new RecognitionOptions(2, 3);
        double[] a = scores(felix.service(Recognizer.class, "(deltaframe.recognizer=just a)").recognize("v.mp4",
                options));
        double[] b = scores(felix.service(Recognizer.class, "(deltaframe.recognizer=just b)").recognize("v.mp4",
                options));
        List<String> steps = new ArrayList<>();
        Recognition both = pair.recognize("v.mp4", options, (stage, done, total) ->
                steps.add(stage + " " + done + "/" + total));
        double[] scores = scores(both);
        for (int i = 0; i < scores.length; i++) {
            assertEquals((a[i] + b[i]) / 2, scores[i], 1e-12);
        }
        assertEquals(12, both.views().size());
        assertEquals("fake", both.engine());
        assertEquals(60, both.frames());
        assertEquals(model, both.model());
        assertEquals("INFERENCE 12/12", steps.getLast());

        // Another rule by configuration: the same object, other scores
        configuration.update(TestFramework.dictionary(Map.of(RecognizerConfig.NAME, "pair",
                EnsembleConfig.MODELS, new String[] {"a", "b"}, EnsembleConfig.SCORING, "released")));
        felix.await("the rule is another", () -> pair(pair).best().score() > 1);
        assertSame(pair, felix.service(Recognizer.class, PAIR));
        assertEquals(List.of(), felix.errors());
    }

    private static Recognition pair(Recognizer recognizer) {
        try {
            return recognizer.recognize("v.mp4", RecognitionOptions.DEFAULT);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static double[] scores(Recognition recognition) {
        return recognition.actions().stream().sorted(Comparator.comparingInt(Action::index)).mapToDouble(Action::score)
                .toArray();
    }

    @Test
    void eachMemberIsSwappedForItself() throws Exception {
        felix.offer(new FakeModel("a", "1.0.0"));
        ServiceRegistration<Model> b = felix.offer(new FakeModel("b", "1.0.0"));
        felix.configure(EnsembleConfig.PID, Map.of(RecognizerConfig.NAME, "pair",
                EnsembleConfig.MODELS, new String[] {"a", "b;[1.0,2.0)"}));
        Recognizer pair = felix.service(Recognizer.class, PAIR);
        List<Integer> events = new CopyOnWriteArrayList<>();
        felix.context().addServiceListener(event -> events.add(event.getType()), "(&(objectClass="
                + Recognizer.class.getName() + ")" + PAIR + ")");
        felix.offer(new FakeModel("a", "3.0.0"));
        felix.await("a is swapped", () -> versions(pair).equals(List.of("a 3.0.0", "b 1.0.0")));
        felix.offer(new FakeModel("b", "2.0.0"));
        felix.offer(new FakeModel("b", "1.5.0"));
        felix.await("b is swapped within its range", () -> versions(pair).equals(List.of("a 3.0.0", "b 1.5.0")));
        b.unregister();
        assertEquals(List.of("a 3.0.0", "b 1.5.0"),
                pair(pair).model().members().stream().map(m -> m.name() + " " + m.version()).toList());
        felix.await("old networks are freed", () -> engine.openNetworks.get() == 2);
        assertTrue(events.stream().allMatch(type -> type == ServiceEvent.MODIFIED), events.toString());
        assertEquals(List.of(), felix.errors());
    }

    @Test
    void membersThatDoNotFitLeaveTheEnsembleBefore() throws Exception {
        felix.offer(new FakeModel("a", "1.0.0"));
        felix.offer(new FakeModel("b", "1.0.0"));
        felix.configure(EnsembleConfig.PID, A_AND_B);
        Recognizer pair = felix.service(Recognizer.class, PAIR);
        List<String> names = new ArrayList<>(ClassLabels.numbered(11));
        names.set(10, "jumping");
        ServiceRegistration<Model> named = felix.offer(new FakeModel("b", "2.0.0", names));
        felix.await("names go before numbers", () -> versions(pair).equals(List.of("a 1.0.0", "b 2.0.0")));
        assertEquals("jumping", pair.model().labels().get(10));
        ServiceRegistration<Model> other = felix.offer(new FakeModel("a", "2.0.0", names.reversed()));
        awaitReadiness(State.READY, "runs the ensemble before this one because an ensemble needs models of the same "
                + "classes in the same order, but class 0 is 'jumping' of a 2.0.0 and 'class 0' of b 2.0.0");
        assertEquals(List.of("a 1.0.0", "b 2.0.0"),
                pair(pair).model().members().stream().map(m -> m.name() + " " + m.version()).toList());
        named.unregister();
        felix.await("they fit again", () -> versions(pair).equals(List.of("a 2.0.0", "b 1.0.0")));
        awaitReadiness(State.READY, "");
        other.unregister();
        felix.await("the misfit was logged once", () -> felix.errors().size() == 1);
    }

    @Test
    void theEnsembleGoesWithAMemberAndComesBackWithIt() throws Exception {
        felix.offer(new FakeModel("a", "1.0.0"));
        ServiceRegistration<Model> b = felix.offer(new FakeModel("b", "1.0.0"));
        felix.configure(EnsembleConfig.PID, A_AND_B);
        felix.service(Recognizer.class, PAIR);
        b.unregister();
        felix.await("the ensemble is gone", () -> felix.properties(Recognizer.class).isEmpty());
        awaitReadiness(State.WAITING, "waits for the model 'b'");
        felix.await("b is freed", () -> engine.openNetworks.get() == 1);
        felix.offer(new FakeModel("b", "1.0.1"));
        assertEquals(List.of("a 1.0.0", "b 1.0.1"), versions(felix.service(Recognizer.class, PAIR)));
        bundle.stop();
        assertTrue(felix.properties(Recognizer.class).isEmpty());
        assertEquals(0, engine.openNetworks.get());
        assertEquals(List.of(), felix.errors());
    }

    @Test
    void callsInFlightEndOnTheNetworksTheyBeganWith() throws Exception {
        felix.offer(new FakeModel("a", "1.0.0"));
        felix.offer(new FakeModel("b", "1.0.0"));
        felix.configure(EnsembleConfig.PID, A_AND_B);
        Recognizer pair = felix.service(Recognizer.class, PAIR);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            frames.add(Pictures.noise(64, 48, i));
        }
        Map<List<String>, double[]> seen = new ConcurrentHashMap<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            callers.add(Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    try {
                        Recognition recognition = pair.recognize(frames, RecognitionOptions.DEFAULT);
                        double[] scores = scores(recognition);
                        double[] before = seen.putIfAbsent(
                                recognition.model().members().stream().map(m -> m.name() + " " + m.version())
                                .toList(), scores);
                        if (before != null && !Arrays.equals(before, scores)) {
                            failures.add(new AssertionError("one ensemble, two answers"));
                        }
                    } catch (Exception | Error e) {
                        failures.add(e);
                        return;
                    }
                }
            }));
        }
        for (int version = 1; version <= 20; version++) {
            String name = version % 2 == 0 ? "a" : "b";
            String text = "1." + version + ".0";
            felix.offer(new FakeModel(name, text));
            felix.await(name + " " + text + " serves", () -> versions(pair).contains(name + " " + text));
        }
        done.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
        assertTrue(seen.size() > 1, seen.keySet().toString());
        felix.await("old networks are freed", () -> engine.openNetworks.get() == 2);
        assertEquals(List.of(), felix.errors());
    }

    @Test
    void aWrongConfigurationIsToldByTheProbe() throws Exception {
        Configuration configuration = felix.configure(EnsembleConfig.PID,
                Map.of(RecognizerConfig.NAME, "pair", EnsembleConfig.MODELS, "a"));
        felix.await("one model is too few", () -> readiness("pair").reason()
                .equals("configuration is wrong: models: expected two or more with commas between them, "
                        + "found 'a'"));
        for (Map.Entry<String, String> wrong : Map.of(
                EnsembleConfig.SCORING, "scoring: expected softmax-mean or released, found 'x'",
                RecognizerConfig.ENGINE, "engine: expected auto or the name of an engine, found ''").entrySet()) {
            configuration.update(TestFramework.dictionary(Map.of(RecognizerConfig.NAME, "pair",
                    EnsembleConfig.MODELS, new String[] {"a", "b"},
                    wrong.getKey(), wrong.getKey().equals(RecognizerConfig.ENGINE) ? " " : "x")));
            felix.await("the fault is told: " + wrong.getValue(),
                    () -> readiness("pair").reason().endsWith(wrong.getValue()));
        }
        configuration.update(TestFramework.dictionary(Map.of(RecognizerConfig.NAME, "pair",
                EnsembleConfig.MODELS, new String[] {"a", "b;[2,1"})));
        felix.await("the range is told", () -> readiness("pair").reason()
                .endsWith("behind the semicolon, found 'b;[2,1'"));
        configuration.update(TestFramework.dictionary(A_AND_B));
        felix.offer(new FakeModel("a", "1.0.0"));
        felix.offer(new FakeModel("b", "1.0.0"));
        felix.service(Recognizer.class, PAIR);
        awaitReadiness(State.READY, "");
    }
}
