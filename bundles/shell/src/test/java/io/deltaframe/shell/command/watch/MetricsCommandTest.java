package io.deltaframe.shell.command.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.api.metrics.CameraMetrics;
import io.deltaframe.api.metrics.EngineMetrics;
import io.deltaframe.api.metrics.Metrics;
import io.deltaframe.shell.command.Call;
import io.deltaframe.shell.platform.FakePlatform;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsCommandTest {

    private static final String TEXT = "# HELP a_total x\n# TYPE a_total counter\na_total{camera=\"Tür\"} 1\n";

    private final FakePlatform platform = new FakePlatform();

    @Test
    void the_text_is_printed_as_it_is() {
        platform.metrics = new Metrics() {
            @Override
            public List<CameraMetrics> cameras() {
                return List.of();
            }

            @Override
            public List<EngineMetrics> engines() {
                return List.of();
            }

            @Override
            public String prometheus() {
                return TEXT;
            }
        };
        assertEquals(new Call(0, TEXT, ""), Call.of(platform, "metrics"));
    }
}
