package io.deltaframe.live.metrics;

import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.metrics.CameraMetrics;
import io.deltaframe.api.metrics.EngineMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which numbers Prometheus is told, and by which names. Those of a family come together, as the format demands. */
final class MetricsText {

    private static final String CAMERA = "camera";

    private record State(LiveStatus camera, SourceState state) { }

    private MetricsText() { }

    static String of(List<CameraMetrics> cameras, List<EngineMetrics> engines) {
        PrometheusText text = new PrometheusText();
        List<LiveStatus> states = cameras.stream().map(CameraMetrics::status).toList();
        Function<LiveStatus, Map<String, String>> camera = status -> Map.of(CAMERA, status.session());
        text.counter("deltaframe_camera_frames_total", "Frames that came.", states, camera, LiveStatus::frames);
        text.counter("deltaframe_camera_late_frames_total",
                "Frames that came too late, or before there was a recognizer.", states, camera,
                LiveStatus::lateFrames);
        text.counter("deltaframe_camera_windows_total", "Windows that were answered.", states, camera,
                LiveStatus::windows);
        text.counter("deltaframe_camera_dropped_windows_total", "Windows that were due and not answered.", states,
                camera, LiveStatus::dropped);
        text.counter("deltaframe_camera_gated_windows_total", "Windows of those answered in which nothing moved.",
                states, camera, LiveStatus::gated);
        text.counter("deltaframe_camera_missed_windows_total",
                "Windows in which nothing moved, and which showed an action; counted with the gate on audit.", states,
                camera, LiveStatus::missed);
        text.counter("deltaframe_camera_events_total", "Action events that were started.", states, camera,
                LiveStatus::events);
        text.gauge("deltaframe_camera_open_events", "Action events that go on.", states, camera, LiveStatus::open);
        text.gauge("deltaframe_camera_frames_per_second", "Frames a second of stream time, of late; 0 where unknown.",
                states, camera, LiveStatus::framesPerSecond);
        text.gauge("deltaframe_camera_memory_bytes", "Bytes of frames and encoded segments that are kept.", states,
                camera, LiveStatus::bytes);
        text.gauge("deltaframe_camera_state", "1 for the state the source is in, 0 for the others.", states(states),
                MetricsText::labels, each -> each.state() == each.camera().source() ? 1 : 0);
        Function<CameraMetrics, Map<String, String>> name = each -> Map.of(CAMERA, each.status().session());
        text.histogram("deltaframe_camera_lag_seconds", "From when a window's last frame came to its result.", cameras,
                name, CameraMetrics::lag);
        text.histogram("deltaframe_camera_decode_seconds", "Decoding a picture, without waiting for it to come.",
                cameras, name, CameraMetrics::decode);
        Function<EngineMetrics, Map<String, String>> engine = each -> Map.of("engine", each.engine());
        text.counter("deltaframe_engine_windows_total", "Windows that were answered.", engines, engine,
                EngineMetrics::windows);
        text.counter("deltaframe_engine_segments_total", "Segments of these windows.", engines, engine,
                EngineMetrics::segments);
        text.counter("deltaframe_engine_shared_segments_total", "Segments taken over from windows before.", engines,
                engine, EngineMetrics::shared);
        text.histogram("deltaframe_engine_encode_seconds", "Encoding the segments that are new in a window.", engines,
                engine, EngineMetrics::encode);
        text.histogram("deltaframe_engine_classify_seconds", "Classifying a window whose segments are encoded.",
                engines, engine, EngineMetrics::classify);
        return text.toString();
    }

    private static List<State> states(List<LiveStatus> cameras) {
        List<State> states = new ArrayList<>();
        for (LiveStatus camera : cameras) {
            for (SourceState state : SourceState.values()) {
                states.add(new State(camera, state));
            }
        }
        return states;
    }

    private static Map<String, String> labels(State each) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(CAMERA, each.camera().session());
        labels.put("state", each.state().name());
        return labels;
    }
}
