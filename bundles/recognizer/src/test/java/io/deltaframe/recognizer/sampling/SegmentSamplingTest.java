package io.deltaframe.recognizer.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.fixtures.Fixtures;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentSamplingTest {

    private static int[] indices(SegmentSampling sampling, int frames, int clip) {
        return Arrays.stream(sampling.starts(frames, clip))
                .flatMap(start -> IntStream.range(0, 5).map(i -> SegmentSampling.frame(start, i, frames))).toArray();
    }

    @Test
    void oneClipIsTheReleasedTestMode() {
        List<?> cases = (List<?>) Fixtures.json("sampling.json");
        assertEquals(44, cases.size());
        for (Object each : cases) {
            Map<?, ?> sample = (Map<?, ?>) each;
            int frames = ((Number) sample.get("frames")).intValue();
            int segments = ((Number) sample.get("segments")).intValue();
            assertArrayEquals(Fixtures.ints(sample.get("indices")),
                    indices(new SegmentSampling(segments, 1), frames, 0), frames + " frames, " + segments
                    + " segments");
        }
    }

    @Test
    void severalClipsStayInsideTheirSegmentsAndSpreadEvenly() {
        // 84 frames leave 80 starts, ten for each of eight segments
        SegmentSampling sampling = new SegmentSampling(8, 5);
        for (int clip = 0; clip < 5; clip++) {
            int inside = 1 + 2 * clip;
            assertArrayEquals(IntStream.range(0, 8).map(t -> 10 * t + inside).toArray(), sampling.starts(84, clip));
        }
    }

    @Test
    void theMiddleOfAnOddNumberOfClipsIsTheReleasedClip() {
        for (int frames : new int[] {13, 31, 84, 300, 1801}) {
            assertArrayEquals(new SegmentSampling(8, 1).starts(frames, 0), new SegmentSampling(8, 3).starts(frames, 1));
        }
    }

    @Test
    void everyClipOfEveryVideoHasItsSegmentsInOrderAndInsideTheVideo() {
        for (int segments : new int[] {1, 8, 16}) {
            for (int clips : new int[] {1, 2, 10, 100}) {
                SegmentSampling sampling = new SegmentSampling(segments, clips);
                for (int frames = 1; frames < 200; frames++) {
                    for (int clip = 0; clip < clips; clip++) {
                        int[] starts = sampling.starts(frames, clip);
                        int last = Math.max(0, frames - 5);
                        assertTrue(starts[0] >= 0 && starts[segments - 1] <= last,
                                frames + " frames, clip " + clip + " of " + clips + ": " + Arrays.toString(starts));
                        for (int t = 1; t < segments; t++) {
                            assertTrue(starts[t] >= starts[t - 1]);
                        }
                    }
                }
            }
        }
    }

    @Test
    void clipsOfAVideoTooShortForSegmentsStartAtDifferentFrames() {
        SegmentSampling sampling = new SegmentSampling(8, 4);
        for (int clip = 0; clip < 4; clip++) {
            int start = 2 * clip;
            assertArrayEquals(IntStream.generate(() -> start).limit(8).toArray(), sampling.starts(12, clip));
        }
        assertArrayEquals(new int[8], sampling.starts(1, 3));
    }
}
