package io.deltaframe.tornado.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.SyntheticCheckpoint;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import io.deltaframe.tornado.device.Device;
import io.deltaframe.tornado.program.SizedPrograms;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What callers do with a network, every work item in plain Java: clips, windows, sizes, mistakes. The goldens say
 * whether it computes the right thing.
 */
class TornadoNetworkTest {

    private static final int SEGMENTS = 2;
    private static final Architecture ARCHITECTURE = new Architecture(List.of(1, 1, 1, 1), 16, 3, SEGMENTS);
    private static final int SIZE = 33;

    private static CompiledNetwork network;
    private static Device device;

    @BeforeAll
    static void compile() throws Exception {
        device = Device.all().getFirst();
        network = compile(1);
    }

    private static CompiledNetwork compile(int clipsAtOnce) throws Exception {
        return new TornadoEngine(device, List.of(), clipsAtOnce, failure -> { })
                .compile(new NetworkPlan(ARCHITECTURE, Normalization.IMAGENET, new SyntheticCheckpoint(ARCHITECTURE)),
                        Taps.NONE);
    }

    @AfterAll
    static void close() {
        network.close();
    }

    private static byte[] frames(int seed, int segments, int height, int width) {
        byte[] frames = new byte[segments * SizedPrograms.segmentBytes(height, width)];
        new Random(seed).nextBytes(frames);
        return frames;
    }

    private static SegmentFeatures[] features(CompiledNetwork of, int count, int height, int width) {
        SegmentFeatures[] features = new SegmentFeatures[count];
        Arrays.setAll(features, s -> of.newFeatures(height, width));
        return features;
    }

    private static float[][] classify(CompiledNetwork of, SegmentFeatures... features) throws EngineException {
        float[][] logits = new float[features.length / SEGMENTS][ARCHITECTURE.classes()];
        of.classify(features, logits);
        return logits;
    }

    private static float[] clip(int seed, int height, int width) throws EngineException {
        SegmentFeatures[] features = features(network, SEGMENTS, height, width);
        network.encode(frames(seed, SEGMENTS, height, width), features);
        float[] logits = classify(network, features)[0];
        Arrays.stream(features).forEach(SegmentFeatures::close);
        return logits;
    }

    @Test
    void clips_of_one_call_are_as_each_alone() throws Exception {
        float[][] alone = {clip(1, SIZE, SIZE), clip(2, SIZE, SIZE), clip(3, SIZE, SIZE)};
        assertFalse(Arrays.equals(alone[0], alone[1]));
        try (CompiledNetwork two = compile(2)) {
            // Two at once, and then the third by itself.
            SegmentFeatures[] features = features(two, 3 * SEGMENTS, SIZE, SIZE);
            byte[] all = new byte[3 * SEGMENTS * SizedPrograms.segmentBytes(SIZE, SIZE)];
            for (int clip = 0; clip < 3; clip++) {
                System.arraycopy(frames(clip + 1, SEGMENTS, SIZE, SIZE), 0, all, clip * all.length / 3, all.length / 3);
            }
            two.encode(all, features);
            assertArrayEquals(alone, classify(two, features));
        }
    }

    @Test
    void a_window_moves_on_by_a_segment() throws Exception {
        byte[] frames = frames(4, 3, SIZE, SIZE);
        int bytes = frames.length / 3;
        SegmentFeatures[] window = features(network, SEGMENTS, SIZE, SIZE);
        network.encode(Arrays.copyOf(frames, 2 * bytes), window);
        SegmentFeatures oldest = window[0];
        window[0] = window[1];
        window[1] = oldest;
        network.encode(Arrays.copyOfRange(frames, 2 * bytes, 3 * bytes), oldest);
        float[][] moved = classify(network, window);

        network.encode(Arrays.copyOfRange(frames, bytes, 3 * bytes), window);
        assertArrayEquals(classify(network, window), moved);
        Arrays.stream(window).forEach(SegmentFeatures::close);
    }

    @Test
    void sizes_take_turns_and_encoded_segments_survive_larger_ones() throws Exception {
        float[] small = clip(5, SIZE, SIZE);
        SegmentFeatures[] kept = features(network, SEGMENTS, SIZE, SIZE);
        network.encode(frames(5, SEGMENTS, SIZE, SIZE), kept);
        // More than there is room for: the memory grows.
        SegmentFeatures[] many = features(network, 400, SIZE, SIZE);
        float[] large = clip(6, 40, 57);
        assertArrayEquals(small, classify(network, kept)[0]);
        Arrays.stream(many).forEach(SegmentFeatures::close);
        assertArrayEquals(large, clip(6, 40, 57));
        assertArrayEquals(small, clip(5, SIZE, SIZE));
        Arrays.stream(kept).forEach(SegmentFeatures::close);
    }

    @Test
    void frames_too_small_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> network.newFeatures(32, 64));
    }

    @Test
    void mistakes_of_callers_are_told() throws Exception {
        SegmentFeatures[] features = features(network, SEGMENTS, SIZE, SIZE);
        SegmentFeatures other = network.newFeatures(SIZE, 2 * SIZE);
        byte[] one = frames(1, 1, SIZE, SIZE);
        assertThrows(IllegalArgumentException.class, () -> network.encode(one, features));
        assertThrows(IllegalArgumentException.class, () -> network.encode(one, features[0], other));
        assertThrows(IllegalArgumentException.class, () -> network.classify(features, new float[2][3]));
        assertThrows(IllegalArgumentException.class, () -> network.classify(features, new float[1][4]));
        features[0].close();
        assertThrows(IllegalStateException.class, () -> network.encode(one, features[0]));
        try (CompiledNetwork second = compile(1)) {
            assertThrows(IllegalArgumentException.class, () -> second.encode(one, features[1]));
        }
        CompiledNetwork closed = compile(1);
        closed.close();
        assertThrows(IllegalStateException.class, () -> closed.newFeatures(SIZE, SIZE));
        features[1].close();
        other.close();
    }

    @Test
    void devices_are_chosen_by_number_or_by_a_part_of_the_name() throws Exception {
        List<Device> devices = Device.all();
        for (String deviceName : List.of("", "0:0", " Plain JAVA")) {
            assertEquals(devices.getFirst(), Device.choose(devices, deviceName));
        }
        EngineException refusal = assertThrows(EngineException.class, () -> Device.choose(devices, "9:9"));
        assertTrue(refusal.getMessage().contains("9:9") && refusal.getMessage().contains(device.description()),
                refusal.getMessage());
        assertThrows(EngineException.class, () -> Device.choose(List.of(), ""));
    }
}
