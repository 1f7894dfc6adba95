package io.deltaframe.scalar.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.fixtures.Golden;
import io.deltaframe.goldens.GoldenCheckpoint;
import io.deltaframe.goldens.GoldenRun;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's networks as their callers see them. */
class ScalarNetworkTest {

    @TempDir
    Path folder;

    private final ScalarEngine engine = new ScalarEngine(2, "slow");

    @AfterEach
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({"tiny-8f.safetensors, tiny-8f", "tiny-8f-zip.pth.tar, tiny-8f", "tiny-8f-legacy.pth.tar, tiny-8f",
        "tiny-8f-statedict.pth, tiny-8f", "tiny-8f-fp16.safetensors, tiny-8f-fp16",
        "tiny-8f-bf16.safetensors, tiny-8f-bf16"})
    void runsReleasedCheckpointsOfEveryContainer(String file, String expected) throws Exception {
        try (Checkpoint checkpoint = Checkpoints.open(Fixtures.copy("checkpoints/" + file, folder));
                CompiledNetwork network = engine.compile(
                        new NetworkPlan(Architectures.detect(checkpoint, 0), Normalization.IMAGENET, checkpoint),
                        Taps.NONE)) {
            float[] logits = classify(network, Golden.frames(40, 64, 64), 64, 64);
            float[] released = Fixtures.floats(Fixtures.object("checkpoints/expected.json").get(expected));
            GoldenRun.assertClose(released, logits, 1e-4, "logits");
        }
    }

    @Test
    void severalClipsInOneCallAreEachAsAlone() throws Exception {
        try (CompiledNetwork network = tiny()) {
            byte[] a = Golden.frames(40, 48, 80);
            byte[] b = reversed(a);
            SegmentFeatures[] features = features(network, 16, 48, 80);
            byte[] both = Arrays.copyOf(a, 2 * a.length);
            System.arraycopy(b, 0, both, a.length, b.length);
            network.encode(both, features);
            float[][] logits = new float[2][11];
            network.classify(features, logits);
            assertArrayEquals(classify(network, a, 48, 80), logits[0]);
            assertArrayEquals(classify(network, b, 48, 80), logits[1]);
        }
    }

    @Test
    void concurrentCallsGiveTheSameAsSerialOnes() throws Exception {
        try (CompiledNetwork network = tiny(); ExecutorService callers = Executors.newFixedThreadPool(4)) {
            byte[] frames = Golden.frames(40, 64, 64);
            byte[] other = reversed(frames);
            float[] expected = classify(network, frames, 64, 64);
            float[] expectedOther = classify(network, other, 64, 64);
            List<Future<float[]>> results = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                byte[] mine = i % 2 == 0 ? frames : other;
                results.add(callers.submit(() -> classify(network, mine, 64, 64)));
            }
            for (int i = 0; i < results.size(); i++) {
                assertArrayEquals(i % 2 == 0 ? expected : expectedOther, results.get(i).get());
            }
        }
    }

    @Test
    void encodedSegmentsMayBeUsedAgainInAnotherClip() throws Exception {
        try (CompiledNetwork network = tiny()) {
            byte[] frames = Golden.frames(45, 64, 64);
            int segment = 5 * 64 * 64 * 3;
            SegmentFeatures[] nine = features(network, 9, 64, 64);
            network.encode(frames, nine);
            float[][] logits = new float[1][11];
            network.classify(Arrays.copyOfRange(nine, 1, 9), logits);
            assertArrayEquals(classify(network, Arrays.copyOfRange(frames, segment, 9 * segment), 64, 64),
                    logits[0]);
        }
    }

    @Test
    void wrongSizesAreNamed() throws Exception {
        try (CompiledNetwork network = tiny(); CompiledNetwork other = tiny()) {
            SegmentFeatures[] features = features(network, 8, 64, 64);
            assertMessage("8 segments of 5 frames of 64x64 have 491520 bytes but 7 were given",
                    () -> network.encode(new byte[7], features));
            assertMessage("2 clips of 8 segments are 16 segments but 8 were given",
                    () -> network.classify(features, new float[2][11]));
            assertMessage("logits need room for 11 classes but have 10",
                    () -> network.classify(features, new float[1][10]));
            assertMessage("frames must be at least 33x33 but are 32x64", () -> network.newFeatures(32, 64));
            assertMessage("segment features were made by another network",
                    () -> other.classify(features, new float[1][11]));
        }
    }

    @Test
    void aClosedNetworkSaysSo() throws Exception {
        CompiledNetwork network = tiny();
        SegmentFeatures[] features = features(network, 8, 64, 64);
        network.close();
        network.close();
        assertThrows(IllegalStateException.class, () -> network.encode(Golden.frames(40, 64, 64), features));
        assertThrows(IllegalStateException.class, () -> network.newFeatures(64, 64));
    }

    @Test
    void aNetworkInUseOutlivesItsEngine() throws Exception {
        try (CompiledNetwork network = tiny()) {
            byte[] frames = Golden.frames(40, 64, 64);
            float[] before = classify(network, frames, 64, 64);
            engine.close();
            assertArrayEquals(before, classify(network, frames, 64, 64));
        }
    }

    private CompiledNetwork tiny() throws Exception {
        return engine.compile(GoldenCheckpoint.plan(Golden.load("tiny-8f")), Taps.NONE);
    }

    private static SegmentFeatures[] features(CompiledNetwork network, int count, int height, int width) {
        SegmentFeatures[] features = new SegmentFeatures[count];
        for (int s = 0; s < count; s++) {
            features[s] = network.newFeatures(height, width);
        }
        return features;
    }

    private static float[] classify(CompiledNetwork network, byte[] frames, int height, int width) throws Exception {
        SegmentFeatures[] features = features(network, 8, height, width);
        network.encode(frames, features);
        float[][] logits = new float[1][network.architecture().classes()];
        network.classify(features, logits);
        return logits[0];
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static void assertMessage(String part, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
