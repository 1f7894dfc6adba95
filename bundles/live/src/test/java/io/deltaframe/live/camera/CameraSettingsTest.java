package io.deltaframe.live.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltaframe.api.config.CameraConfig;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveOptions.Gate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraSettingsTest {

    private static LiveOptions session(Object... properties) {
        Map<String, Object> all = new HashMap<>(Map.of(CameraConfig.NAME, "yard", CameraConfig.URL, "yard.mp4"));
        for (int i = 0; i < properties.length; i += 2) {
            all.put((String) properties[i], properties[i + 1]);
        }
        return CameraSettings.of(all).session();
    }

    @Test
    void windows_are_exact_and_seen_where_nothing_else_is_configured() {
        assertEquals(0, session().incremental());
        assertEquals(Gate.OFF, session().gate());
        assertEquals(LiveOptions.of("yard").look(), session().look());
    }

    @Test
    void windows_computed_in_part_and_the_gate_are_configured() {
        LiveOptions options = session(CameraConfig.INCREMENTAL, 3, CameraConfig.GATE, "Audit", CameraConfig.LOOK, 30.5);
        assertEquals(3, options.incremental());
        assertEquals(Gate.AUDIT, options.gate());
        assertEquals(Duration.ofMillis(30_500), options.look());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gate        | maybe | gate: expected off, on or audit, found 'maybe'",
        "look        | 0     | look: it must be above 0 but is 0.0 s",
        "incremental | -1    | incremental: it must be 0 for exact windows, or a number of segments, but is -1"})
    void what_is_wrong_is_named(String property, String value, String expected) {
        assertEquals(expected, assertThrows(IllegalArgumentException.class, () -> session(property, value))
                .getMessage());
    }
}
