package io.deltaframe.recognizer.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClipSegmentsTest {

    @Test
    void segmentsThatStartAtOneFrameAreOneSegmentSeveralTimes() {
        ClipSegments segments = new ClipSegments(new int[] {0, 0, 3, 3, 3, 9});
        assertEquals(6, segments.count());
        assertEquals(3, segments.distinct());
        assertArrayEquals(new int[] {0, 3, 9}, IntStream.range(0, 3).map(segments::start).toArray());
        assertArrayEquals(new int[] {0, 0, 1, 1, 1, 2}, IntStream.range(0, 6).map(segments::indexOf).toArray());
    }

    @Test
    void segmentsThatDifferAreAllKept() {
        ClipSegments segments = new ClipSegments(new int[] {1, 4, 8});
        assertEquals(3, segments.distinct());
        assertArrayEquals(new int[] {0, 1, 2}, IntStream.range(0, 3).map(segments::indexOf).toArray());
    }
}
