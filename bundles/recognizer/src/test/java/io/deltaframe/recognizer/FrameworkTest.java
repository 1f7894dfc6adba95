package io.deltaframe.recognizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.config.ModelConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.Readiness.Kind;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.recognizer.models.FakeModel;
import io.deltaframe.tdn.engine.Engine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;
import org.osgi.service.cm.Configuration;

/** This bundle in a real framework, with an engine and videos of the test's own. */
class FrameworkTest {

    private static final String LOADING_THREADS = "deltaframe-loading";

    @TempDir
    private Path folder;
    private TestFramework felix;
    private Bundle bundle;
    private final FakeEngine engine = new FakeEngine("fake");
    private final FakeVideo videos = FakeVideo.noise(60, 64, 48);
    private ServiceRegistration<VideoSource> videoSource;

    @BeforeEach
    void start() throws Exception {
        felix = new TestFramework(folder.resolve("storage"));
        felix.context().registerService(Engine.class, engine, TestFramework.dictionary(Map.of(Engine.NAME, "fake")));
        videoSource = felix.context().registerService(VideoSource.class, videos, null);
        bundle = felix.install("io.deltaframe.recognizer");
        bundle.start();
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
        assertEquals(0, engine.openNetworks.get());
        assertEquals(0, engine.openFeatures.get());
        assertEquals(0, videos.open.get());
    }

    private Readiness readiness(Kind kind) {
        return felix.readiness(readiness -> readiness.kind() == kind)
                .orElseGet(() -> new Readiness(kind, "", State.WAITING, "no probe"));
    }

    private void awaitState(Kind kind, State state) throws InterruptedException {
        felix.await(kind + " is " + state + " but " + readiness(kind), () -> readiness(kind).state() == state);
    }

    private String version() {
        return String.valueOf(felix.properties(Recognizer.class).get(Recognizer.MODEL_VERSION));
    }

    @Test
    void withoutAnyConfigurationThereIsOneRecognizerThatAppearsWithItsModel() throws Exception {
        felix.await("the recognizer waits for a model", () -> readiness(Kind.RECOGNIZER)
                .equals(new Readiness(Kind.RECOGNIZER, "default", State.WAITING,
                "waits for a model; models present: none")));
        assertTrue(felix.properties(Recognizer.class).isEmpty());
        felix.offer(new FakeModel("m", "1.2.3"), 0);
        Recognizer recognizer = felix.service(Recognizer.class, "(deltaframe.recognizer=default)");
        Map<String, Object> properties = felix.properties(Recognizer.class);
        assertEquals("m", properties.get(Recognizer.MODEL));
        assertEquals(new Version(1, 2, 3), properties.get(Recognizer.MODEL_VERSION));
        assertEquals("fake", properties.get(Recognizer.ENGINE));
        assertEquals(8, properties.get(Recognizer.SEGMENTS));
        assertEquals(11, properties.get(Recognizer.LABELS_COUNT));
        assertEquals("m", recognizer.recognize("a.mp4", RecognitionOptions.DEFAULT).model().name());
        awaitState(Kind.RECOGNIZER, State.READY);
        assertEquals(List.of(), felix.errors());
    }

    @Test
    void hostsKeepOneObjectWhileModelsComeAndGo() throws Exception {
        felix.offer(new FakeModel("m", "1.0.0"), 0);
        Recognizer recognizer = felix.service(Recognizer.class, "(objectClass=*)");
        List<Integer> events = new CopyOnWriteArrayList<>();
        felix.context().addServiceListener(event -> events.add(event.getType()), "(objectClass="
                + Recognizer.class.getName() + ")");
        ServiceRegistration<Model> better = felix.offer(new FakeModel("m", "2.0.0"), 0);
        felix.await("2.0.0 serves", () -> version().equals("2.0.0"));
        assertEquals("2.0.0", recognizer.recognize("a.mp4", RecognitionOptions.DEFAULT).model().version());
        felix.offer(new FakeModel("m", "3.0.0", new byte[10], 11), 0);
        felix.await("3.0.0 has failed", () -> readiness(Kind.RECOGNIZER).reason().contains("m 3.0.0: "));
        assertEquals("2.0.0", recognizer.recognize("a.mp4", RecognitionOptions.DEFAULT).model().version());
        better.unregister();
        felix.await("1.0.0 serves again", () -> version().equals("1.0.0"));
        assertSame(recognizer, felix.service(Recognizer.class, "(objectClass=*)"));
        felix.await("both changes were told", () ->
                events.equals(List.of(ServiceEvent.MODIFIED, ServiceEvent.MODIFIED)));
        assertEquals(1, engine.openNetworks.get());
        felix.await("the one failure is logged", () -> felix.errors().size() == 1);
    }

    @Test
    void theRecognizerGoesWithItsLastModel() throws Exception {
        ServiceRegistration<Model> model = felix.offer(new FakeModel("m", "1.0.0"), 0);
        Recognizer recognizer = felix.service(Recognizer.class, "(objectClass=*)");
        model.unregister();
        felix.await("the recognizer is gone", () -> felix.properties(Recognizer.class).isEmpty());
        felix.await("its network is freed", () -> engine.openNetworks.get() == 0);
        assertEquals("recognizer default waits for a model; models present: none",
                assertThrows(RecognitionException.class,
                () -> recognizer.recognize("a.mp4", RecognitionOptions.DEFAULT)).getMessage());
    }

    @Test
    void eachConfigurationMakesARecognizerAndReplacesTheDefaultOne() throws Exception {
        felix.offer(new FakeModel("a", "1.0.0"), 0);
        felix.offer(new FakeModel("b", "1.0.0"), 0);
        felix.service(Recognizer.class, "(deltaframe.recognizer=default)");
        Configuration first = felix.configure(RecognizerConfig.PID,
                Map.of(RecognizerConfig.NAME, "one", RecognizerConfig.MODEL, "a", RecognizerConfig.CROPS, 3));
        felix.configure(RecognizerConfig.PID,
                Map.of(RecognizerConfig.NAME, "two", RecognizerConfig.MODEL, "b", RecognizerConfig.CLIPS, "2"));
        Recognizer one = felix.service(Recognizer.class, "(&(deltaframe.recognizer=one)(deltaframe.model=a))");
        Recognizer two = felix.service(Recognizer.class, "(&(deltaframe.recognizer=two)(deltaframe.model=b))");
        assertEquals(3, one.recognize("a.mp4", RecognitionOptions.DEFAULT).views().size());
        assertEquals(2, two.recognize("a.mp4", RecognitionOptions.DEFAULT).views().size());
        felix.await("the default one is gone",
                () -> felix.isGone(Recognizer.class, "(deltaframe.recognizer=default)"));
        // Another model by configuration: the same object, another network
        first.update(TestFramework.dictionary(Map.of(RecognizerConfig.NAME, "one", RecognizerConfig.MODEL, "b")));
        assertSame(one, felix.service(Recognizer.class, "(&(deltaframe.recognizer=one)(deltaframe.model=b))"));
        assertEquals(1, one.recognize("a.mp4", RecognitionOptions.DEFAULT).views().size());
        felix.await("both share the network", () -> engine.openNetworks.get() == 1);
        assertEquals(List.of(), felix.errors());
    }

    @Test
    void aWrongConfigurationIsToldByTheProbe() throws Exception {
        Configuration configuration = felix.configure(RecognizerConfig.PID,
                Map.of(RecognizerConfig.NAME, "odd", RecognizerConfig.CROPS, 2));
        // In one look: until the default recognizer has made way, there are two probes of this kind
        felix.await("the fault is told", () -> readiness(Kind.RECOGNIZER)
                .equals(new Readiness(Kind.RECOGNIZER, "odd", State.FAILED,
                "configuration is wrong: crops: expected 1 or 3, found 2")));
        felix.offer(new FakeModel("m", "1.0.0"), 0);
        configuration.update(TestFramework.dictionary(
                Map.of(RecognizerConfig.NAME, "odd", RecognizerConfig.MODEL_VERSION, "[2,1")));
        felix.await("the next fault is told", () -> readiness(Kind.RECOGNIZER).reason()
                .contains("modelVersion: expected an OSGi version range"));
        configuration.update(TestFramework.dictionary(
                Map.of(RecognizerConfig.NAME, "even", RecognizerConfig.CROPS, 3)));
        felix.service(Recognizer.class, "(deltaframe.recognizer=even)");
        felix.await("all is well", () -> readiness(Kind.RECOGNIZER)
                .equals(new Readiness(Kind.RECOGNIZER, "even", State.READY, "")));
    }

    @Test
    void valuesOfAnotherKindAndUnknownPropertiesAreToldWithTheirNames() throws Exception {
        felix.offer(new FakeModel("m", "1.0.0"), 0);
        felix.service(Recognizer.class, "(deltaframe.recognizer=default)");
        Configuration configuration = felix.configure(RecognizerConfig.PID,
                Map.of(RecognizerConfig.NAME, "odd", RecognizerConfig.CLIPS, "many", "engin", "simd"));
        felix.await("the fault is told", () -> readiness(Kind.RECOGNIZER)
                .equals(new Readiness(Kind.RECOGNIZER, "odd", State.FAILED,
                "configuration is wrong: clips: expected a number, found 'many'")));
        felix.await("it is logged", () -> felix.errors()
                .contains("recognizer odd: configuration is wrong: clips: expected a number, found 'many'"));
        felix.await("the unknown one is told", () -> felix.warnings().contains("recognizer odd: unknown property engin "
                + "= 'simd' is passed over; the nearest known one is engine"));
        felix.await("who displaces the default recognizer is told", () -> felix.warnings().contains("recognizer "
                + "default, which is there without a configuration, makes way for the configured ones: odd"));
        configuration.update(TestFramework.dictionary(Map.of(RecognizerConfig.NAME, "even", "temporary", "no")));
        felix.await("the next fault is told", () -> readiness(Kind.RECOGNIZER).reason()
                .contains("temporary: expected true or false, found 'no'"));
        configuration.update(TestFramework.dictionary(Map.of(RecognizerConfig.NAME, "even", "clips", "2")));
        felix.service(Recognizer.class, "(deltaframe.recognizer=even)");
    }

    @Test
    void aConfiguredFileBecomesAModelAndAChangedOneReplacesItWithoutAGap() throws Exception {
        Path file = Fixtures.copy("checkpoints/tiny-8f-zip.pth.tar", folder);
        Path labels = Files.writeString(folder.resolve("labels.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n");
        Configuration configuration = felix.configure(ModelConfig.PID, Map.of(ModelConfig.FILE, file.toString(),
                ModelConfig.LABELS, labels.toString(), ModelConfig.VERSION, "1.0.0",
                ModelConfig.INPUT_SIZE, 32, ModelConfig.RESIZE_SHORT_SIDE, 40, "service.ranking", 5));
        Recognizer recognizer = felix.service(Recognizer.class, "(deltaframe.model=tiny-8f-zip)");
        assertEquals(List.of("a", "b", "c"), recognizer.model().labels().subList(0, 3));
        assertEquals(5, felix.properties(Model.class).get(Constants.SERVICE_RANKING));
        assertEquals(configuration.getPid(), felix.properties(Model.class).get(Constants.SERVICE_PID));
        assertEquals(11, felix.properties(Model.class).get("deltaframe.labels.count"));
        awaitState(Kind.MODEL, State.READY);
        List<Integer> events = new CopyOnWriteArrayList<>();
        felix.context().addServiceListener(event -> events.add(event.getType()), "(objectClass=" + Model.class.getName()
                + ")");
        configuration.update(TestFramework.dictionary(Map.of(ModelConfig.FILE, file.toString(),
                ModelConfig.NAME, "renamed", ModelConfig.INPUT_SIZE, 32)));
        felix.service(Recognizer.class, "(deltaframe.model=renamed)");
        felix.await("the old model is gone", () -> events.size() == 2);
        assertEquals(List.of(ServiceEvent.REGISTERED, ServiceEvent.UNREGISTERING), events);
        // A configuration that cannot be used leaves the model where it is
        configuration.update(TestFramework.dictionary(
                Map.of(ModelConfig.FILE, folder.resolve("missing.pth").toString())));
        felix.await("the fault is told", () -> readiness(Kind.MODEL).reason().contains("found no such file"));
        assertEquals(State.READY, readiness(Kind.MODEL).state());
        assertEquals("renamed", felix.properties(Recognizer.class).get(Recognizer.MODEL));
        configuration.delete();
        felix.await("the recognizer is gone", () -> felix.properties(Recognizer.class).isEmpty());
        assertNull(felix.context().getServiceReference(Model.class));
        felix.await("the one failure is logged", () -> felix.errors().size() == 1);
    }

    @Test
    void aConfiguredFileThatIsNoModelHasAProbeThatSaysWhy() throws Exception {
        Path file = Files.writeString(folder.resolve("not.pth"), "this is no checkpoint");
        Configuration configuration = felix.configure(ModelConfig.PID, Map.of(ModelConfig.FILE, file.toString()));
        awaitState(Kind.MODEL, State.FAILED);
        assertTrue(readiness(Kind.MODEL).reason().startsWith("not.pth: "), readiness(Kind.MODEL).reason());
        assertEquals(1, felix.context().getServiceReferences(ReadinessProbe.class, "(service.pid="
                + configuration.getPid() + ")").size());
        felix.await("the error was logged", () -> felix.errors().size() == 1);
        assertNull(felix.context().getServiceReference(Model.class));
    }

    @Test
    void aConfigurationWithoutAFileOrWithNonsenseHasAProbeThatSaysWhy() throws Exception {
        Configuration configuration = felix.configure(ModelConfig.PID, Map.of(ModelConfig.NAME, "m"));
        awaitState(Kind.MODEL, State.FAILED);
        assertEquals("file: expected the path of a checkpoint, found nothing", readiness(Kind.MODEL).reason());
        configuration.update(TestFramework.dictionary(Map.of(ModelConfig.FILE, "a.pth", ModelConfig.SEGMENTS, "many")));
        felix.await("the fault is told", () -> readiness(Kind.MODEL).reason()
                .equals("segments: expected a number, found 'many'"));
        assertEquals(State.FAILED, readiness(Kind.MODEL).state());
    }

    private Bundle modelBundle(String version, String attributes) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, "a.model");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
        manifest.getMainAttributes().putValue(Constants.PROVIDE_CAPABILITY, "io.deltaframe.model;" + attributes);
        manifest.getMainAttributes().putValue(Constants.REQUIRE_CAPABILITY,
                "osgi.extender;filter:=\"(&(osgi.extender=io.deltaframe.model)(version>=1.0)(!(version>=2.0)))\"");
        ByteArrayInputStream jar = new ByteArrayInputStream(jar(manifest, "model/net.safetensors",
                FakeModel.CHECKPOINT));
        for (Bundle each : felix.context().getBundles()) {
            if ("a.model".equals(each.getSymbolicName())) {
                each.update(jar);
                return each;
            }
        }
        return felix.context().installBundle("test:a.model", jar);
    }

    private static byte[] jar(Manifest manifest, String path, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry(path));
            jar.write(bytes);
            jar.putNextEntry(new JarEntry("model/labels.txt"));
            jar.write("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11".getBytes());
        }
        return out.toByteArray();
    }

    @Test
    void aBundleThatCarriesAModelOffersItWhileItIsStarted() throws Exception {
        String attributes =
                "name=carried;version:Version=\"1.5\";path=\"model/net.safetensors\";labels=\"model/labels.txt\""
                + ";inputSize:Long=32;resizeShortSide:Long=40";
        Bundle carrier = modelBundle("1.0.0", attributes);
        carrier.start();
        Recognizer recognizer = felix.service(Recognizer.class, "(deltaframe.model=carried)");
        assertEquals("11", recognizer.model().labels().getLast());
        assertEquals("1.5.0", recognizer.model().version());
        assertEquals(32, recognizer.model().inputSize());
        assertSame(carrier, felix.context().getServiceReference(Model.class).getBundle());
        Model offered = felix.service(Model.class, "(objectClass=*)");
        recognizer.recognize("a.mp4", RecognitionOptions.DEFAULT);
        modelBundle("1.1.0", attributes.replace("1.5", "1.6"));
        felix.await("the updated bundle's model serves", () -> version().equals("1.6.0"));
        assertTrue(assertThrows(IOException.class, offered::openCheckpoint).getMessage()
                .contains("was updated or uninstalled"));
        carrier.stop();
        felix.await("the recognizer is gone", () -> felix.properties(Recognizer.class).isEmpty());
        assertNull(felix.context().getServiceReference(Model.class));
        carrier.start();
        felix.service(Recognizer.class, "(deltaframe.model=carried)");
        assertEquals(List.of(), felix.errors());
    }

    @Test
    void aBundleThatCarriesNoSuchFileHasAProbeThatSaysSo() throws Exception {
        modelBundle("1.0.0", "path=\"model/other.safetensors\"").start();
        awaitState(Kind.MODEL, State.FAILED);
        assertTrue(readiness(Kind.MODEL).reason().contains("model/other.safetensors: expected it in bundle a.model"),
                readiness(Kind.MODEL).reason());
    }

    @Test
    void theRecognizerNeedsAVideoSourceUnlessItIsConfiguredToDoWithout() throws Exception {
        felix.offer(new FakeModel("m", "1.0.0"), 0);
        felix.service(Recognizer.class, "(objectClass=*)");
        videoSource.unregister();
        felix.await("the recognizer is gone", () -> felix.properties(Recognizer.class).isEmpty());
        felix.configure(RecognizerConfig.PID, Map.of(RecognizerConfig.NAME, "frames", "videos.cardinality.minimum", 0));
        Recognizer recognizer = felix.service(Recognizer.class, "(deltaframe.recognizer=frames)");
        recognizer.recognize(List.of(Pictures.noise(64, 48, 1)), RecognitionOptions.DEFAULT);
    }

    @Test
    void theBundleStopsWithoutATraceAndStartsAgain() throws Exception {
        felix.offer(new FakeModel("m", "1.0.0"), 0);
        for (int round = 0; round < 10; round++) {
            felix.service(Recognizer.class, "(objectClass=*)").recognize("a.mp4", RecognitionOptions.DEFAULT);
            bundle.stop();
            assertTrue(felix.properties(Recognizer.class).isEmpty());
            assertTrue(felix.properties(ReadinessProbe.class).isEmpty());
            assertEquals(0, engine.openNetworks.get());
            // The executor has ended them; the last steps of a thread's own death are nobody's to wait for but a test's
            felix.await("its threads are gone", () -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith(LOADING_THREADS)));
            bundle.start();
        }
        assertEquals(List.of(), felix.errors());
    }
}
