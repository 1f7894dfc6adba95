package io.deltaframe.recognizer.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.deltaframe.recognizer.FakeEngine;
import io.deltaframe.recognizer.lifecycle.Deployment;
import io.deltaframe.recognizer.lifecycle.EngineCandidate;
import io.deltaframe.recognizer.lifecycle.NetworkCache;
import io.deltaframe.recognizer.models.FakeModel;
import io.deltaframe.tdn.engine.SegmentFeatures;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoadedNetworkTest {

    private static final int SIZE = 32;
    private static final int SEGMENT_BYTES = 5 * 3 * SIZE * SIZE;

    private final FakeEngine engine = new FakeEngine("fake");

    /** As a live stream does it: what two windows have in common is encoded for the first of them only. */
    @Test
    void windowsOverSegmentsThatWereEncodedOneAtATimeGiveWhatWholeClipsDo() throws Exception {
        LoadedNetwork network = new NetworkCache().obtain(new Deployment(new FakeModel("m", "1.0.0").candidate(0, 1),
                new EngineCandidate(engine, "fake", 0, 1)));
        int segments = network.segments();
        int windows = 3;
        int tried = engine.encodedSegments.get();
        byte[] stream = new byte[(segments + windows - 1) * SEGMENT_BYTES];
        new Random(7).nextBytes(stream);
        SegmentFeatures[] kept = new SegmentFeatures[segments + windows - 1];
        for (int s = 0; s < kept.length; s++) {
            kept[s] = network.newFeatures(SIZE);
            network.encode(segments(stream, s, 1), kept[s]);
        }
        assertEquals(segments + windows - 1, engine.encodedSegments.get() - tried);
        SegmentFeatures[] clip = new SegmentFeatures[segments];
        Arrays.setAll(clip, s -> network.newFeatures(SIZE));
        for (int window = 0; window < windows; window++) {
            network.encode(segments(stream, window, segments), clip);
            assertArrayEquals(network.classify(clip),
                    network.classify(Arrays.copyOfRange(kept, window, window + segments)), "window " + window);
        }
        assertFalse(Arrays.equals(network.classify(Arrays.copyOf(kept, segments)), network.classify(clip)));
        for (SegmentFeatures features : kept) {
            features.close();
        }
        for (SegmentFeatures features : clip) {
            features.close();
        }
        network.release();
        assertEquals(0, engine.openNetworks.get());
        assertEquals(0, engine.openFeatures.get());
    }

    private static byte[] segments(byte[] stream, int first, int count) {
        return Arrays.copyOfRange(stream, first * SEGMENT_BYTES, (first + count) * SEGMENT_BYTES);
    }
}
