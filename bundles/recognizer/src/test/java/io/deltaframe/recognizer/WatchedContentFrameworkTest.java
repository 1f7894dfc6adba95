package io.deltaframe.recognizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Recognizer;
import io.deltaframe.api.config.ModelConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.model.Model;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.tdn.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose content changes in ways that sizes and times do not tell, and files that are not complete. */
class WatchedContentFrameworkTest {

    private static final byte[] A = Fixtures.bytes("checkpoints/tiny-8f.safetensors");
    private static final FileTime TIME = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    private Path folder;
    private Path models;
    private TestFramework felix;
    private final FakeEngine engine = new FakeEngine("fake");

    @BeforeEach
    void start() throws Exception {
        models = Files.createDirectory(folder.resolve("models"));
        felix = new TestFramework(folder.resolve("storage"));
        felix.install("org.apache.felix.fileinstall").start();
        felix.context().registerService(Engine.class, engine, TestFramework.dictionary(Map.of(Engine.NAME, "fake")));
        felix.context().registerService(VideoSource.class, FakeVideo.noise(60, 64, 48), null);
        felix.install("io.deltaframe.recognizer").start();
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
        assertEquals(0, engine.openNetworks.get());
    }

    private void watchModels() throws Exception {
        felix.configure("org.apache.felix.fileinstall",
                Map.of("felix.fileinstall.dir", models.toString(), "felix.fileinstall.poll", "50",
                "felix.fileinstall.filter", "[^.].*", "felix.fileinstall.tmpdir", folder.resolve("tmp").toString()));
    }

    /** Other weights: the last of the file. */
    private static byte[] other() {
        byte[] bytes = A.clone();
        bytes[bytes.length - 2] ^= 1;
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static Path write(Path file, byte[] bytes) throws Exception {
        Files.write(file, bytes);
        return Files.setLastModifiedTime(file, TIME);
    }

    private void moveIn(byte[] bytes, String name) throws Exception {
        Files.move(write(folder.resolve("upload"), bytes), models.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitServed(byte[] content) throws Exception {
        String sha256 = sha256(content);
        felix.await(sha256 + " serves", () -> sha256.equals(felix.properties(Recognizer.class)
                .get(Recognizer.MODEL_SHA256)));
    }

    private void awaitFault(Path file, String fault) throws Exception {
        felix.await("the probe of " + file + " says " + fault, () -> felix.readiness(readiness ->
                readiness.name().equals(file.toString()) && readiness.reason().contains(fault)).isPresent());
    }

    @Test
    void otherContentUnderTheSameSizeAndTimesIsTaken() throws Exception {
        watchModels();
        moveIn(A, "door.safetensors");
        awaitServed(A);
        write(models.resolve("door.safetensors"), other());
        awaitServed(other());
        assertEquals(List.of(), felix.errors());
    }

    @Test
    void aFileThatIsRepairedInPlaceUnderItsOldTimesIsTaken() throws Exception {
        watchModels();
        byte[] broken = A.clone();
        broken[8] = 'x';
        moveIn(broken, "door.safetensors");
        awaitFault(models.resolve("door.safetensors"), "door.safetensors: ");
        write(models.resolve("door.safetensors"), A);
        awaitServed(A);
        assertEquals(1, felix.errors().size());
    }

    /** As in a ConfigMap: the file is a link through {@code ..data}, which is switched to another folder. */
    @Test
    void aLinkThatIsSwitchedBehindTheFileIsFollowed() throws Exception {
        write(Files.createDirectory(models.resolve("..1")).resolve("door.safetensors"), A);
        write(Files.createDirectory(models.resolve("..2")).resolve("door.safetensors"), other());
        Files.createSymbolicLink(models.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(models.resolve("door.safetensors"), Path.of("..data", "door.safetensors"));
        watchModels();
        awaitServed(A);
        Files.move(Files.createSymbolicLink(models.resolve("..tmp"), Path.of("..2")), models.resolve("..data"),
                StandardCopyOption.ATOMIC_MOVE);
        awaitServed(other());
    }

    /** A FileInstall that looks into folders finds the file of the volume three times. */
    @Test
    void aFileOfAVolumeIsOneModel() throws Exception {
        write(Files.createDirectory(models.resolve("..1")).resolve("door.safetensors"), A);
        Files.createSymbolicLink(models.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(models.resolve("door.safetensors"), Path.of("..data", "door.safetensors"));
        Path inside = Files.createDirectory(models.resolve("more"));
        write(inside.resolve("gate.safetensors"), A);
        felix.configure("org.apache.felix.fileinstall",
                Map.of("felix.fileinstall.dir", models.toString(), "felix.fileinstall.poll", "50",
                "felix.fileinstall.subdir.mode", "recurse", "felix.fileinstall.tmpdir",
                folder.resolve("tmp").toString()));
        for (Path file : List.of(models.resolve("door.safetensors"), inside.resolve("gate.safetensors"))) {
            felix.await(file + " is a model", () -> felix.readiness(readiness ->
                    readiness.name().equals(file.toString())
                            && readiness.state() == Readiness.State.READY).isPresent());
        }
        for (String none : List.of("..1", "..data")) {
            assertTrue(felix.readiness(readiness -> readiness.name().contains(none)).isEmpty(), none);
        }
    }

    @Test
    void aFileOfFullSizeIsTakenWhenItIsWrittenToItsEnd() throws Exception {
        watchModels();
        moveIn(A, "door-1.0.0.safetensors");
        awaitServed(A);
        Path file = models.resolve("door-2.0.0.safetensors");
        byte[] index = Arrays.copyOf(Arrays.copyOf(A,
                8 + (int) ByteBuffer.wrap(A).order(ByteOrder.LITTLE_ENDIAN).getLong()), A.length);
        Files.write(file, index);
        awaitFault(file, "it was not written to its end");
        Files.write(file, Arrays.copyOf(Arrays.copyOf(A, A.length / 2), A.length));
        felix.await("it is looked at again", () -> felix.errors().size() >= 2);
        assertEquals("1.0.0", felix.properties(Recognizer.class).get(Recognizer.MODEL_VERSION).toString());
        Files.write(file, A);
        felix.await("it serves", () -> "2.0.0".equals(String.valueOf(
                felix.properties(Recognizer.class).get(Recognizer.MODEL_VERSION))));
    }

    @Test
    void everyNameThatCheckpointsHaveIsTakenAndNamesOfOtherModelsAreTold() throws Exception {
        watchModels();
        moveIn("{}".getBytes(), "net.onnx");
        felix.await("it is told", () -> felix.warnings().stream().anyMatch(line ->
                line.contains("net.onnx: expected a checkpoint (.safetensors, .pth, .pth.tar, .pt, .ckpt or .bin)")));
        byte[] zip = Fixtures.bytes("checkpoints/tiny-8f-zip.pth.tar");
        for (String extension : List.of("pt", "PTH", "ckpt", "bin", "pth.tar")) {
            moveIn(zip, "as-" + extension.replace('.', '-') + "." + extension);
            felix.service(Model.class, "(deltaframe.model=as-" + extension.replace('.', '-') + ")");
        }
        assertEquals(1, felix.warnings().stream().filter(line -> line.contains("net.onnx")).count());
        assertEquals(List.of(), felix.errors());
    }

    @Test
    void aConfiguredFileAndItsLabelsAreWatched() throws Exception {
        Path file = folder.resolve("door.safetensors");
        Path labels = folder.resolve("labels.txt");
        felix.configure(ModelConfig.PID, Map.of(ModelConfig.FILE, file.toString(), ModelConfig.LABELS,
                labels.toString(), "segmnts", 8));
        awaitFault(file, "found no such file");
        felix.await("one line tells it", () -> felix.errors().contains("model " + file
                + ": expected a checkpoint file, found no such file"));
        felix.await("the misspelt property is told", () -> felix.warnings().contains("model " + file + ": property "
                + "segmnts = '8' is taken for one to filter by; if segments is meant, it is misspelt"));
        write(labels, "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n".getBytes());
        write(file, A);
        awaitServed(A);
        Recognizer recognizer = felix.service(Recognizer.class, "(objectClass=*)");
        assertEquals("k", recognizer.model().labels().getLast());
        write(file, other());
        awaitServed(other());
        write(labels, "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nl\n".getBytes());
        felix.await("the other label is there", () -> recognizer.model().labels().getLast().equals("l"));
        assertEquals(Readiness.State.READY, felix.readiness(r -> r.name().equals(file.toString())).orElseThrow()
                .state());
    }

    @Test
    void whatChangesBehindAModelIsNeverLoadedUnderItsDigest() throws Exception {
        Path file = write(folder.resolve("door.safetensors"), A);
        felix.configure(ModelConfig.PID, Map.of(ModelConfig.FILE, file.toString()));
        awaitServed(A);
        Model model = felix.service(Model.class, "(objectClass=*)");
        write(file, other());
        awaitServed(other());
        assertNotEquals(model.info().sha256(), sha256(other()));
        String refusal = assertThrows(IOException.class, () -> {
            try (var channel = model.openCheckpoint()) {
                channel.position(A.length - 10L);
                channel.read(ByteBuffer.allocate(10));
            }
        }).getMessage();
        assertTrue(refusal.contains("expected the content that was inspected"), refusal);
    }

    @Test
    void two_of_one_name_and_names_that_nobody_takes_are_told() throws Exception {
        felix.configure(RecognizerConfig.PID, Map.of(RecognizerConfig.NAME, "door"));
        felix.configure(RecognizerConfig.PID, Map.of(RecognizerConfig.NAME, "door"));
        felix.await("one of them says so", () -> felix.warnings().stream().filter(line -> line.startsWith(
                "recognizer door: another one has this name too")).count() == 1);
        felix.configure("io.deltaframe.recogniser", Map.of(RecognizerConfig.NAME, "yard"));
        felix.await("the misspelt factory is told", () -> felix.warnings().stream().anyMatch(line ->
                line.endsWith("nobody takes it; the nearest known name is io.deltaframe.recognizer-NAME")));
    }
}
