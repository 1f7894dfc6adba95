package io.deltaframe.tdn.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltaframe.tdn.Architecture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Sizes that do not fit together are told with both. */
class SizesTest {

    private static final Architecture ARCHITECTURE = new Architecture(List.of(1, 1, 1, 1), 8, 3, 2);

    private record Features(int height, int width) implements SegmentFeatures {
        @Override
        public void close() { }
    }

    private static SegmentFeatures[] features(SegmentFeatures... features) {
        return features;
    }

    private static void assertRefused(String message, Executable check) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, check).getMessage());
    }

    @Test
    void framesHaveASmallestSize() {
        assertDoesNotThrow(() -> Sizes.checkFrame(33, 33));
        assertRefused("frames must be at least 33x33 but are 64x32", () -> Sizes.checkFrame(64, 32));
        assertRefused("frames must be at least 33x33 but are 32x64", () -> Sizes.checkFrame(32, 64));
    }

    @Test
    void bytesAreThoseOfTheSegments() {
        assertDoesNotThrow(() -> Sizes.checkSegments(new byte[2 * 5 * 3 * 40 * 50],
                features(new Features(40, 50), new Features(40, 50))));
        assertDoesNotThrow(() -> Sizes.checkSegments(new byte[0], features()));
        assertRefused("1 segments of 5 frames of 50x40 have 30000 bytes but 29999 were given",
                () -> Sizes.checkSegments(new byte[29_999], features(new Features(40, 50))));
        assertRefused("segment features are for frames of different sizes: 50x40 and 40x50",
                () -> Sizes.checkSegments(new byte[60_000], features(new Features(40, 50), new Features(50, 40))));
    }

    @Test
    void clipsAreThoseOfTheArchitecture() {
        SegmentFeatures[] two = features(new Features(40, 50), new Features(40, 50));
        assertDoesNotThrow(() -> Sizes.checkClips(ARCHITECTURE, two, new float[1][3]));
        assertRefused("2 clips of 2 segments are 4 segments but 2 were given",
                () -> Sizes.checkClips(ARCHITECTURE, two, new float[2][3]));
        assertRefused("logits need room for 3 classes but have 4",
                () -> Sizes.checkClips(ARCHITECTURE, two, new float[1][4]));
        assertRefused("segment features are for frames of different sizes: 50x40 and 50x41",
                () -> Sizes.checkClips(ARCHITECTURE, features(new Features(40, 50), new Features(41, 50)),
                        new float[1][3]));
    }
}
