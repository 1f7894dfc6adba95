package io.deltaframe.live.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.metrics.Distribution;
import io.deltaframe.api.metrics.EngineMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetersTest {

    private final Meters meters = new Meters();

    private static LiveStatus status(String name) {
        return new LiveStatus(name, SourceState.STALLED, "", "m 1.0.0", Duration.ofSeconds(3), Duration.ofSeconds(1),
                1, 250, 3, 24.97, 8, 2, 5, 0, 4, 1, Duration.ofMillis(300), 12_345_678_901L);
    }

    @Test
    void numbers_are_shown_as_text() {
        CameraMeter gate = new CameraMeter(() -> status("gate"));
        meters.add(gate);
        meters.add(new CameraMeter(() -> status("yard")));
        gate.answered(40_000_000);
        gate.answered(2_400_000_000L);
        gate.answered(700_000_000_000L);
        gate.decoded(4_200_000);
        gate.decoded(0);
        meters.engine("simd").answered(8, 5, 90_000_000, 30_000_000);
        meters.engine("simd").answered(8, 0, 240_000_000, 30_000_000);

        StrictParser read = StrictParser.read(meters.prometheus());
        Map<String, String> camera = Map.of("camera", "gate");
        assertEquals(250, read.value("deltaframe_camera_frames_total", camera));
        assertEquals(3, read.value("deltaframe_camera_late_frames_total", camera));
        assertEquals(8, read.value("deltaframe_camera_windows_total", camera));
        assertEquals(2, read.value("deltaframe_camera_dropped_windows_total", camera));
        assertEquals(5, read.value("deltaframe_camera_gated_windows_total", camera));
        assertEquals(4, read.value("deltaframe_camera_events_total", camera));
        assertEquals(1, read.value("deltaframe_camera_open_events", camera));
        assertEquals(24.97, read.value("deltaframe_camera_frames_per_second", camera));
        assertEquals(12_345_678_901.0, read.value("deltaframe_camera_memory_bytes", camera));
        assertEquals(1, read.value("deltaframe_camera_state", Map.of("camera", "gate", "state", "STALLED")));
        assertEquals(0, read.value("deltaframe_camera_state", Map.of("camera", "yard", "state", "RUNNING")));
        assertEquals(3, read.value("deltaframe_camera_lag_seconds_count", camera));
        assertEquals(702.44, read.value("deltaframe_camera_lag_seconds_sum", camera), 1e-9);
        assertEquals(1, read.value("deltaframe_camera_lag_seconds_bucket", Map.of("camera", "gate", "le", "0.05")));
        assertEquals(2, read.value("deltaframe_camera_lag_seconds_bucket", Map.of("camera", "gate", "le", "2.5")));
        assertEquals(2, read.value("deltaframe_camera_lag_seconds_bucket", Map.of("camera", "gate", "le", "100")));
        assertEquals(1, read.value("deltaframe_camera_decode_seconds_count", camera));
        assertEquals(2, read.value("deltaframe_engine_windows_total", Map.of("engine", "simd")));
        assertEquals(16, read.value("deltaframe_engine_segments_total", Map.of("engine", "simd")));
        assertEquals(5, read.value("deltaframe_engine_shared_segments_total", Map.of("engine", "simd")));
        assertEquals(0.33, read.value("deltaframe_engine_encode_seconds_sum", Map.of("engine", "simd")), 1e-9);
        assertEquals(2, read.value("deltaframe_engine_classify_seconds_count", Map.of("engine", "simd")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tür 3", "a\"b", "a\\b", "a\\", "two\nlines", "carriage\rreturn", "{x=\"1\"}", "a,b", "\\n",
        "\t", "猫 \uD83D\uDC08"})
    void any_name_comes_through(String name) {
        meters.add(new CameraMeter(() -> status(name)));
        StrictParser read = StrictParser.read(meters.prometheus());
        assertEquals(250, read.value("deltaframe_camera_frames_total", Map.of("camera", name)));
    }

    @Test
    void without_cameras_there_are_families_without_samples() {
        StrictParser read = StrictParser.read(meters.prometheus());
        assertEquals("histogram", read.types().get("deltaframe_engine_encode_seconds"));
        assertThrows(AssertionError.class, () -> read.value("deltaframe_camera_frames_total", Map.of()));
    }

    @Test
    void a_session_that_is_closed_is_not_shown_any_more() {
        CameraMeter gate = new CameraMeter(() -> status("gate"));
        meters.add(gate);
        assertEquals(1, meters.cameras().size());
        meters.remove(gate);
        assertEquals(List.of(), meters.cameras());
    }

    @Test
    void the_parser_takes_offence() {
        String head = "# HELP a_total x\n# TYPE a_total counter\n";
        StrictParser.read(head + "a_total{c=\"1\"} 1\n");
        for (String wrong : List.of("a_total 1\n", head + "a_total 1", head + "a_total{c=\"\\t\"} 1\n",
                head + "a_total 1\na_total 1\n", head + "b_total 1\n", head + "a_total{c=\"1\",} 1\n",
                head + "a_total{c=\"1\",c=\"2\"} 1\n", head + "a_total  1\n", head + "a_total{c=\"x\"y\"} 1\n",
                "# HELP a x\n# TYPE a counter\n", "# TYPE a_total counter\n", head + "\n",
                "# HELP h_seconds x\n# TYPE h_seconds histogram\nh_seconds_bucket{le=\"1\"} 1\n"
                + "h_seconds_sum 1\nh_seconds_count 1\n")) {
            assertThrows(AssertionError.class, () -> StrictParser.read(wrong), wrong);
        }
    }

    @Test
    void percentiles_are_bounds_and_at_most_a_third_too_high() {
        Random random = new Random(7);
        long[] nanos = new long[5000];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (long) Math.pow(10, 4.5 + 6 * random.nextDouble());
            meters.engine("e").answered(1, 0, nanos[i], 0);
        }
        Arrays.sort(nanos);
        EngineMetrics engine = meters.engines().getFirst();
        Distribution times = engine.encode();
        assertEquals(nanos.length, times.count());
        assertEquals(nanos[nanos.length - 1] / 1e9, times.max());
        List<Double> told = List.of(times.p50(), times.p95(), times.p99());
        double[] parts = {0.5, 0.95, 0.99};
        for (int i = 0; i < parts.length; i++) {
            double exact = nanos[(int) Math.ceil(parts[i] * nanos.length) - 1] / 1e9;
            assertTrue(told.get(i) >= exact && told.get(i) <= 1.34 * exact, told.get(i) + " for " + exact);
        }
        for (Distribution.Bucket bucket : times.buckets()) {
            assertEquals(Arrays.stream(nanos).filter(each -> each <= bucket.upTo() * 1e9).count(), bucket.count());
        }
        assertEquals(0, new Histogram().distribution().p95());
    }

    @Test
    void several_threads_count_without_losing_any() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int k = 0; k < 10_000; k++) {
                    meters.engine("e").answered(8, 5, k * 1000L, k);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        EngineMetrics engine = meters.engines().getFirst();
        assertEquals(40_000, engine.windows());
        assertEquals(320_000, engine.segments());
        assertEquals(40_000, engine.encode().count());
        assertEquals(40_000, engine.classify().count());
    }
}
