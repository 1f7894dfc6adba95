package io.deltaframe.live.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.WindowResult.TimeBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamWindowsTest {

    private static final long SECOND = 1_000_000;

    private final List<DueWindow> due = new ArrayList<>();
    private final List<String> epochs = new ArrayList<>();
    private int refused;
    private int missed;

    private static StreamWindows windows(LiveOptions options, Integer... segments) {
        StreamWindows windows = new StreamWindows(options);
        windows.plan(List.of(segments));
        return windows;
    }

    private static Frame frame(long time) {
        return frame(time, 4, 4);
    }

    private static Frame frame(long time, int width, int height) {
        return Frame.wrap(width, height, time, new byte[3 * width * height]);
    }

    private void push(StreamWindows windows, Frame frame) {
        StreamWindows.Arrival arrival = windows.accept(frame, frame, frame.timestampMicros() * 1000);
        due.addAll(arrival.due());
        missed += arrival.missed();
        refused += arrival.kept() ? 0 : 1;
        if (arrival.epoch()) {
            epochs.add(arrival.reason());
        }
    }

    private void push(StreamWindows windows, long from, long to, double rate) {
        for (int i = 0; from + Math.round(i * SECOND / rate) < to; i++) {
            push(windows, frame(from + Math.round(i * SECOND / rate)));
        }
    }

    @Test
    void a_hop_becomes_the_nearest_multiple_of_a_segment() {
        Duration window = Duration.ofSeconds(3);
        assertEquals(new WindowPlan(3_000_000, 1_125_000), WindowPlan.of(window, Duration.ofSeconds(1), List.of(8)));
        assertEquals(new WindowPlan(3_000_000, 937_500), WindowPlan.of(window, Duration.ofSeconds(1), List.of(16)));
        assertEquals(new WindowPlan(3_000_000, 1_125_000),
                WindowPlan.of(window, Duration.ofSeconds(1), List.of(16, 8)));
        assertEquals(new WindowPlan(3_000_000, 375_000), WindowPlan.of(window, Duration.ofMillis(50), List.of(8)));
        assertEquals(new WindowPlan(999_999, 333_333), WindowPlan.of(Duration.ofSeconds(1), Duration.ofMillis(300),
                List.of(3)), "a window that does not divide evenly is as long as its parts");
    }

    @ParameterizedTest
    @ValueSource(doubles = {5, 10, 24.97, 25, 60, 120})
    void windows_are_as_long_at_any_frame_rate(double rate) {
        push(windows(LiveOptions.of("a"), 8), 0, 8 * SECOND + 1, rate);
        assertEquals(List.of(0L, 1_125_000L, 2_250_000L, 3_375_000L, 4_500_000L),
                due.stream().map(DueWindow::start).toList());
        for (DueWindow window : due) {
            assertEquals(3 * SECOND, window.end() - window.start());
            assertTrue(window.frames().getLast().time() < window.end());
            assertTrue(window.end() - window.frames().getLast().time() <= Math.ceil(1.5 * SECOND / rate));
        }
    }

    @Test
    void segments_lie_around_the_middles_of_equal_parts_with_jitter_too() {
        StreamWindows windows = windows(LiveOptions.of("a"), 8);
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            push(windows, frame(i * 40_000L + random.nextInt(30_000)));
        }
        DueWindow window = due.getFirst();
        for (int t = 0; t < 8; t++) {
            List<Frame> segment = SegmentFrames.of(window, t, 8).choose(window.frames(), 5);
            long middle = window.start() + 375_000L * t + 187_500;
            assertTrue(Math.abs(segment.get(2).timestampMicros() - middle) <= 35_000, "segment " + t + ": " + segment);
            int first = due.getFirst().frames().stream().map(KeptFrame::frame).toList().indexOf(segment.getFirst());
            for (int i = 0; i < 5; i++) {
                assertEquals(window.frames().get(first + i).frame(), segment.get(i), "consecutive");
            }
        }
    }

    @Test
    void windows_that_overlap_have_the_same_segments_where_they_do() {
        push(windows(LiveOptions.of("a"), 8), 17, 8 * SECOND, 24.97);
        for (int i = 1; i < due.size(); i++) {
            for (int t = 3; t < 8; t++) {
                SegmentFrames before = SegmentFrames.of(due.get(i - 1), t, 8);
                SegmentFrames after = SegmentFrames.of(due.get(i), t - 3, 8);
                assertEquals(before, after);
                assertEquals(before.choose(due.get(i - 1).frames(), 5), after.choose(due.get(i).frames(), 5));
            }
        }
        assertEquals(5, due.size());
    }

    @Test
    void few_frames_are_repeated_and_many_are_not_looked_at() {
        List<KeptFrame> three = List.of(new KeptFrame(0, 0, frame(0)), new KeptFrame(1, 0, frame(1)),
                new KeptFrame(2, 0, frame(2)));
        assertEquals(List.of(0L, 1L, 2L, 2L, 2L), new SegmentFrames(0, 10).choose(three, 5).stream()
                .map(Frame::timestampMicros).toList());
        List<KeptFrame> slow = new ArrayList<>();
        for (long i = 0; i < 10; i++) {
            slow.add(new KeptFrame(i * 100, 0, frame(i * 100)));
        }
        assertEquals(List.of(100L, 200L, 300L, 400L, 500L), new SegmentFrames(450, 550).choose(slow, 5).stream()
                .map(Frame::timestampMicros).toList(), "no frame that comes after the part");
    }

    @Test
    void a_jump_begins_an_epoch_and_no_window_reaches_over_it() {
        StreamWindows windows = windows(LiveOptions.of("a"), 8);
        push(windows, 0, 4 * SECOND, 25);
        push(windows, 60 * SECOND, 64 * SECOND, 25);
        push(windows, 0, 4 * SECOND, 25);
        assertEquals(List.of("stream time jumped ahead by 56.04 s", "stream time jumped back by 63.96 s"), epochs);
        assertEquals(List.of(1, 2, 3), due.stream().map(DueWindow::epoch).toList());
        for (DueWindow window : due) {
            assertTrue(window.frames().getFirst().time() >= window.start());
        }
    }

    @Test
    void a_stream_that_begins_anew_within_a_second_is_noticed() {
        StreamWindows windows = windows(LiveOptions.of("a"), 8);
        push(windows, 0, SECOND / 2, 25);
        push(windows, 0, 4 * SECOND, 25);
        assertEquals(1, epochs.size());
        assertEquals(2, due.getFirst().epoch());
    }

    @Test
    void a_change_of_size_begins_an_epoch() {
        StreamWindows windows = windows(LiveOptions.of("a"), 8);
        push(windows, 0, 2 * SECOND, 25);
        for (long t = 2 * SECOND; t < 6 * SECOND; t += 40_000) {
            push(windows, frame(t, 8, 4));
        }
        assertEquals(List.of("frames of 4x4 became frames of 8x4"), epochs);
        assertEquals(List.of(2), due.stream().map(DueWindow::epoch).toList());
        assertEquals(2 * SECOND, due.getFirst().start());
    }

    @Test
    void frames_out_of_order_are_put_where_they_belong() {
        StreamWindows windows = windows(LiveOptions.of("a"), 8);
        for (long i = 0; i < 80; i += 4) {
            for (long j : new long[] {0, 3, 1, 2}) {
                push(windows, frame((i + j) * 40_000));
            }
        }
        assertEquals(List.of(), epochs);
        List<Long> times = due.getFirst().frames().stream().map(KeptFrame::time).toList();
        assertEquals(times.stream().sorted().toList(), times);
        assertEquals(73, times.size(), "frames 73 and 74 come after frame 75, with which their window is due");
        assertEquals(2, refused);
    }

    @Test
    void times_that_stand_still_give_way_to_the_clock() {
        StreamWindows windows = windows(LiveOptions.of("a"), 8);
        for (int i = 0; i < 130; i++) {
            Frame frame = frame(7);
            StreamWindows.Arrival arrival = windows.accept(frame, frame, i * 40_000_000L);
            due.addAll(arrival.due());
        }
        assertEquals(List.of(TimeBase.WALL_CLOCK), due.stream().map(DueWindow::timeBase).distinct().toList());
        assertEquals(3 * SECOND, due.getFirst().end() - due.getFirst().start());
    }

    @Test
    void memory_is_bounded_and_windows_without_their_frames_are_missed() {
        StreamWindows windows = windows(LiveOptions.of("a").withMemory(1 << 20), 8);
        for (long t = 0; t < 10 * SECOND; t += 40_000) {
            push(windows, frame(t, 128, 128));
            assertTrue(windows.bytes() <= 1 << 20);
        }
        assertEquals(List.of(), due);
        assertEquals(7, missed);
    }

    @Test
    void frames_that_no_window_needs_go() {
        StreamWindows windows = windows(LiveOptions.of("a"), 8);
        push(windows, 0, 60 * SECOND, 25);
        assertTrue(windows.bytes() <= 4.3 * 25 * 48, "" + windows.bytes());
    }

    @Test
    void what_is_left_at_the_end_is_a_partial_window() {
        StreamWindows windows = windows(LiveOptions.of("a"), 8);
        push(windows, 0, 5 * SECOND, 25);
        DueWindow rest = windows.end();
        assertTrue(rest.partial());
        assertEquals(2_250_000, rest.start());
        assertEquals(5 * SECOND, rest.end());
        assertNull(windows.end(), "once");
        push(windows, 0, 2 * SECOND, 25);
        assertEquals(2, windows.epoch());
        DueWindow all = windows.end();
        assertTrue(all.partial());
        assertEquals(0, all.start());
        assertEquals(2 * SECOND, all.end());
    }

    @Test
    void a_window_that_ends_with_the_stream_is_whole() {
        StreamWindows windows = windows(LiveOptions.of("a"), 8);
        push(windows, 0, 3 * SECOND, 25);
        assertEquals(List.of(), due);
        DueWindow rest = windows.end();
        assertFalse(rest.partial());
        assertEquals(3 * SECOND, rest.end());
    }

    @Test
    void another_network_divides_the_windows_to_come() {
        StreamWindows windows = windows(LiveOptions.of("a"), 8);
        push(windows, 0, 3 * SECOND + 40_001, 25);
        windows.plan(List.of(16));
        push(windows, 3 * SECOND + 80_000, 7 * SECOND, 25);
        assertEquals(List.of(0L, 1_125_000L, 2_062_500L, 3_000_000L, 3_937_500L),
                due.stream().map(DueWindow::start).toList());
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), due.stream().map(DueWindow::number).toList());
    }
}
