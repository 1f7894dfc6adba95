package io.deltaframe.recognizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.config.ModelConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.api.event.ModelEvents;
import io.deltaframe.api.event.RecognizerEvents;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.swap.ModelSwitch;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.recognizer.models.FakeModel;
import io.deltaframe.tdn.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;
import org.osgi.service.cm.Configuration;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** Swaps on a platform with EventAdmin and FileInstall, with an engine and videos of the test's own. */
class SwapFrameworkTest {

    private static final byte[] TINY = Fixtures.bytes("checkpoints/tiny-8f.safetensors");

    @TempDir
    private Path folder;
    private Path models;
    private TestFramework felix;
    private Bundle bundle;
    private final FakeEngine engine = new FakeEngine("fake");
    private final List<Event> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        models = Files.createDirectory(folder.resolve("models"));
        felix = new TestFramework(folder.resolve("storage"));
        felix.install("org.apache.felix.eventadmin").start();
        felix.install("org.apache.felix.fileinstall").start();
        EventHandler handler = events::add;
        felix.context().registerService(EventHandler.class, handler, TestFramework.dictionary(
                Map.of(EventConstants.EVENT_TOPIC, new String[] {RecognizerEvents.ALL, ModelEvents.ALL})));
        felix.context().registerService(Engine.class, engine, TestFramework.dictionary(Map.of(Engine.NAME, "fake")));
        felix.context().registerService(VideoSource.class, FakeVideo.noise(60, 64, 48), null);
        bundle = felix.install("io.deltaframe.recognizer");
        bundle.start();
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
        assertEquals(0, engine.openNetworks.get());
        assertEquals(0, engine.openFeatures.get());
    }

    private void watchModels() throws Exception {
        felix.configure("org.apache.felix.fileinstall",
                Map.of("felix.fileinstall.dir", models.toString(), "felix.fileinstall.poll", "50",
                "felix.fileinstall.tmpdir", folder.resolve("tmp").toString()));
    }

    /** As a careful operator does it: written elsewhere on the same disk, then moved into place. */
    private void moveIn(byte[] bytes, String name) throws Exception {
        Path elsewhere = Files.write(folder.resolve("upload"), bytes);
        Files.setLastModifiedTime(elsewhere, FileTime.from(Instant.now().minusSeconds(60)));
        Files.move(elsewhere, models.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private Map<String, Object> recognizer() {
        return felix.properties(Recognizer.class);
    }

    private void awaitModel(String name, String version) throws InterruptedException {
        felix.await(name + " " + version + " serves, not " + recognizer(),
                () -> name.equals(recognizer().get(Recognizer.MODEL))
                && version.equals(String.valueOf(recognizer().get(Recognizer.MODEL_VERSION))));
    }

    private Readiness readiness(String name) {
        return felix.readiness(readiness -> readiness.name().equals(name))
                .orElseGet(() -> new Readiness(Readiness.Kind.RECOGNIZER, name, Readiness.State.WAITING, "no probe"));
    }

    private Event awaitEvent(String topic, int nth) throws InterruptedException {
        felix.await(topic + " number " + nth + " came, not " + events, () -> count(topic) >= nth);
        return events.stream().filter(event -> event.getTopic().equals(topic)).skip(nth - 1).findFirst().orElseThrow();
    }

    private long count(String topic) {
        return events.stream().filter(event -> event.getTopic().equals(topic)).count();
    }

    @Test
    void aConfiguredModelThatFailsIsCalledAsTheOperatorWroteItAndToldOnce() throws Exception {
        Map<String, Object> door = Map.of(ModelConfig.FILE, models.toString(), ModelConfig.NAME, "door",
                "felix.fileinstall.filename", "file:/etc/io.deltaframe.model-door.cfg");
        Configuration configuration = felix.configure(ModelConfig.PID, door);
        String name = "door: " + models + " (io.deltaframe.model-door.cfg)";
        felix.await(name + " failed", () -> readiness(name).state() == Readiness.State.FAILED);
        felix.await("the failure is told", () -> felix.errors().size() == 1);
        configuration.update(TestFramework.dictionary(door));
        Map<String, Object> missing = new HashMap<>(door);
        missing.put(ModelConfig.FILE, models.resolve("missing.pth").toString());
        configuration.update(TestFramework.dictionary(missing));
        felix.await("the other failure is told", () -> felix.errors().size() > 1);
        assertEquals(2, felix.errors().size(), felix.errors().toString());
    }

    @Test
    void droppedFilesBecomeModelsAndTheHigherVersionServesWhileItIsThere() throws Exception {
        watchModels();
        moveIn(TINY, "door-1.0.0.safetensors");
        awaitModel("door", "1.0.0");
        Recognizer recognizer = felix.service(Recognizer.class, "(objectClass=*)");
        moveIn(Fixtures.bytes("checkpoints/tiny-8f-zip.pth.tar"), "door-1.1.0.pth.tar");
        awaitModel("door", "1.1.0");
        moveIn(Fixtures.bytes("checkpoints/tiny-8f-zip.pth.tar"), "door-1.2.0.pth");
        awaitModel("door", "1.2.0");
        Files.delete(models.resolve("door-1.2.0.pth"));
        awaitModel("door", "1.1.0");
        Files.delete(models.resolve("door-1.1.0.pth.tar"));
        awaitModel("door", "1.0.0");
        assertSame(recognizer, felix.service(Recognizer.class, "(objectClass=*)"));
        assertEquals("1.0.0", recognizer.recognize("a.mp4", RecognitionOptions.DEFAULT).model().version());
        Files.writeString(models.resolve("readme.txt"), "not for us");
        Files.delete(models.resolve("door-1.0.0.safetensors"));
        felix.await("the recognizer is gone", () -> recognizer().isEmpty());
        assertEquals(List.of(), felix.errors());
    }

    @Test
    void aReplacedFileIsTakenAndOneThatIsNoModelKeepsTheOldAndSaysSo() throws Exception {
        watchModels();
        moveIn(TINY, "door.safetensors");
        awaitModel("door", "1.0.0");
        Object first = recognizer().get(Recognizer.MODEL_SHA256);
        moveIn(Arrays.copyOf(TINY, TINY.length / 2), "door.safetensors");
        String path = models.resolve("door.safetensors").toString();
        felix.await("the fault is told", () -> readiness(path).reason()
                .startsWith("still offers door 1.0.0 because the new one failed: "));
        assertEquals(Readiness.State.READY, readiness(path).state());
        Event failed = awaitEvent(ModelEvents.FAILED, 1);
        assertEquals(path, failed.getProperty(ModelEvents.SOURCE));
        assertTrue(readiness(path).reason().endsWith((String) failed.getProperty(ModelEvents.REASON)),
                failed.toString());
        assertEquals(first, recognizer().get(Recognizer.MODEL_SHA256));
        // Mended, with other content: the same name and version, but a service listener hears of it
        moveIn(Fixtures.bytes("checkpoints/tiny-8f-zip.pth.tar"), "door.safetensors");
        felix.await("the mended file serves", () -> recognizer().get(Recognizer.MODEL_SHA256) != null
                && !recognizer().get(Recognizer.MODEL_SHA256).equals(first));
        assertEquals("", readiness(path).reason());
        assertEquals(1, felix.errors().size(), felix.errors().toString());
    }

    @Test
    void aFileThatIsBeingWrittenIsNotTouchedBeforeItIsComplete() throws Exception {
        watchModels();
        Path file = models.resolve("slow.safetensors");
        byte[] padded = TINY;
        for (int written = 0; written < padded.length; written += 1 + padded.length / 8) {
            Files.write(file, Arrays.copyOf(padded, Math.max(1, written)));
            Thread.sleep(300);
        }
        assertTrue(recognizer().isEmpty());
        Files.write(file, padded);
        awaitModel("slow", "1.0.0");
        // Half of it was never taken for a model that is broken
        assertEquals(0, count(ModelEvents.FAILED));
        assertEquals(List.of(), felix.errors());
    }

    @Test
    void labelsBesideAFileNameItsClassesAlsoWhenTheyComeLater() throws Exception {
        watchModels();
        moveIn("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11".getBytes(), "door.labels.txt");
        moveIn(Fixtures.bytes("checkpoints/tiny-8f-zip.pth.tar"), "door.pth.tar");
        awaitModel("door", "1.0.0");
        Recognizer recognizer = felix.service(Recognizer.class, "(objectClass=*)");
        assertEquals("11", recognizer.model().labels().getLast());
        assertNotNull(felix.properties(Model.class).get(Model.LABELS_SHA256));
        moveIn("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk".getBytes(), "door.labels.txt");
        felix.await("the other names are there", () -> recognizer.model().labels().getLast().equals("k"));
        Files.delete(models.resolve("door.labels.txt"));
        felix.await("the classes are nameless", () -> recognizer.model().labels().getLast().equals("class 10"));
        assertEquals(List.of(), felix.errors());
    }

    @Test
    void eventsTellOfEverySwapAndFailure() throws Exception {
        felix.service(ModelSwitch.class, "(deltaframe.recognizer=default)");
        felix.offer(new FakeModel("m", "1.0.0"));
        awaitModel("m", "1.0.0");
        Event first = awaitEvent(RecognizerEvents.SWAPPED, 1);
        assertEquals("default", first.getProperty(Recognizer.NAME));
        assertEquals("m", first.getProperty(Recognizer.MODEL));
        assertEquals(new Version(1, 0, 0), first.getProperty(Recognizer.MODEL_VERSION));
        assertEquals("fake", first.getProperty(Recognizer.ENGINE));
        assertTrue((Long) first.getProperty(RecognizerEvents.DURATION) >= 0);
        assertTrue((Long) first.getProperty("timestamp") > 0);
        assertFalse(first.containsProperty(RecognizerEvents.PREVIOUS_MODEL));
        ServiceRegistration<Model> second = felix.offer(new FakeModel("m", "2.0.0"));
        Event swap = awaitEvent(RecognizerEvents.SWAPPED, 2);
        assertEquals(new Version(2, 0, 0), swap.getProperty(Recognizer.MODEL_VERSION));
        assertEquals("m", swap.getProperty(RecognizerEvents.PREVIOUS_MODEL));
        assertEquals(new Version(1, 0, 0), swap.getProperty(RecognizerEvents.PREVIOUS_VERSION));
        ServiceRegistration<Model> broken = felix.offer(new FakeModel("m", "3.0.0", new byte[10], 11));
        Event failed = awaitEvent(RecognizerEvents.FAILED, 1);
        assertEquals(new Version(3, 0, 0), failed.getProperty(Recognizer.MODEL_VERSION));
        assertEquals(new Version(2, 0, 0), failed.getProperty(RecognizerEvents.PREVIOUS_VERSION));
        assertTrue(readiness("default").reason().endsWith((String) failed.getProperty(RecognizerEvents.REASON)),
                failed.toString());
        broken.unregister();
        second.unregister();
        awaitEvent(RecognizerEvents.SWAPPED, 3);
        assertEquals(3, count(ModelEvents.ADDED));
        Event removed = awaitEvent(ModelEvents.REMOVED, 2);
        assertEquals(new Version(2, 0, 0), removed.getProperty(Model.VERSION));
        // What goes because this bundle stops is no news of the models
        bundle.stop();
        assertEquals(2, count(ModelEvents.REMOVED));
    }

    @Test
    void aRecognizerWithoutAModelIsUnavailableAndSaysSo() throws Exception {
        ServiceRegistration<Model> model = felix.offer(new FakeModel("m", "1.0.0"));
        awaitModel("m", "1.0.0");
        model.unregister();
        Event unavailable = awaitEvent(RecognizerEvents.UNAVAILABLE, 1);
        assertEquals("m", unavailable.getProperty(RecognizerEvents.PREVIOUS_MODEL));
        assertFalse(unavailable.containsProperty(Recognizer.MODEL));
    }

    @Test
    void theDefaultRecognizerMakesWayForConfiguredOnesButNotForTemporaryOnes() throws Exception {
        felix.offer(new FakeModel("m", "1.0.0"));
        Recognizer first = felix.service(Recognizer.class, "(deltaframe.recognizer=default)");
        var temporary = felix.configure(RecognizerConfig.PID,
                Map.of(RecognizerConfig.NAME, "brief", RecognizerConfig.TEMPORARY, true));
        felix.service(Recognizer.class, "(deltaframe.recognizer=brief)");
        assertSame(first, felix.service(Recognizer.class, "(deltaframe.recognizer=default)"));
        temporary.delete();
        var lasting = felix.configure(RecognizerConfig.PID,
                Map.of(RecognizerConfig.NAME, "lasting", RecognizerConfig.MODEL_FILTER, "(deltaframe.model=m)",
                        RecognizerConfig.LABELS, "11"));
        felix.service(Recognizer.class, "(deltaframe.recognizer=lasting)");
        felix.await("the default one is gone", () -> felix.isGone(Recognizer.class, "(deltaframe.recognizer=default)"));
        lasting.delete();
        felix.service(Recognizer.class, "(deltaframe.recognizer=default)");
        for (String[] wrong : new String[][] {{RecognizerConfig.MODEL_FILTER, "(a=", "expected an LDAP filter"},
                {RecognizerConfig.LABELS, "0", "a number of classes of at least 1"},
                {RecognizerConfig.LABELS, folder.resolve("none.txt").toString(), "found no such file"}}) {
            var configuration = felix.configure(RecognizerConfig.PID,
                    Map.of(RecognizerConfig.NAME, wrong[0], wrong[0], wrong[1]));
            felix.await(wrong[2] + " is told", () -> readiness(wrong[0]).reason().contains(wrong[2]));
            configuration.delete();
            felix.await("the wrong one is gone", () -> !readiness(wrong[0]).reason().contains(wrong[2]));
        }
    }
}
