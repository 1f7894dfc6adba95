package io.deltaframe.shell.command.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.shell.command.Call;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.FakePlatform;
import io.deltaframe.tdn.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {

    private static final String NUMBER = "\\d+\\.\\d+";
    private static final String TIMES = "\\{\"min\":" + NUMBER + ",\"median\":" + NUMBER + ",\"p95\":" + NUMBER + "\\}";

    private final FakePlatform platform = new FakePlatform();

    @TempDir
    private Path folder;

    @Test
    void prints_one_json_object_with_the_times_and_what_was_timed() {
        Call call = Call.of(platform, "bench", "--json", "--architecture", "resnet101", "--segments", "16", "--threads",
                "3", "--repeat", "7");
        assertEquals(0, call.status(), call.err());
        assertTrue(call.out().matches("\\{\"model\":null,\"architecture\":\"TDN-ResNet-101\",\"segments\":16,"
                + "\"inputSize\":224,"
                + "\"engine\":\"simd\",\"description\":\"Vector API, 512-bit, 2 threads\",\"threads\":3,\"repeat\":7,"
                + "\"compileMilliseconds\":" + NUMBER + ",\"firstClipMilliseconds\":" + NUMBER + ","
                + "\"milliseconds\":\\{\"encode\":" + TIMES + ",\"classify\":" + TIMES + ",\"clip\":" + TIMES
                + "\\}\\}\n"), call.out());
        assertEquals(3, platform.threads);
        assertEquals(16, platform.plan.architecture().segments());
    }

    @Test
    void runs_the_clip_once_more_than_it_times_it_after_the_platform_has_come_to_rest_and_closes_what_it_opened() {
        Call call = Call.of(platform, "bench", "--architecture", "resnet50", "--repeat", "3");
        assertEquals(0, call.status(), call.err());
        assertEquals(4, platform.clips);
        assertEquals(1, platform.idleWaits);
        assertEquals(0, platform.open);
        assertNull(platform.threads);
    }

    @Test
    void prints_a_table() {
        Call call = Call.of(platform, "bench", "--architecture", "resnet50");
        List<String> lines = call.out().lines().toList();
        assertEquals("made-up weights: TDN-ResNet-50, 8 segments, 224x224, on simd (Vector API, 512-bit, 2 threads)",
                lines.get(0));
        assertTrue(lines.get(1).matches("compiled and warmed in \\d+\\.\\d\\d s, first clip \\d+\\.\\d ms, then 20:"),
                lines.get(1));
        assertEquals("milliseconds       min    median       p95", lines.get(3));
        assertEquals(List.of("encode", "classify", "clip"),
                lines.subList(4, 7).stream().map(line -> line.split(" ")[0]).toList());
    }

    @ParameterizedTest
    @CsvSource({"--architecture,resnet18", "--segments,9", "--threads,0", "--threads,two", "--repeat,0",
            "--repeat,100001", "--engine,abacus", "--model,a --architecture resnet50", "--threads,1 --engine tornado"})
    void wrong_options_are_wrong_usage(String option, String value) {
        Call call = Call.of(platform, ("bench " + option + " " + value).split(" "));
        assertEquals(2, call.status(), call.toString());
        assertEquals("", call.out());
        assertTrue(call.err().startsWith("deltaframe bench: "), call.err());
        assertEquals(0, platform.open);
    }

    @Test
    void segments_that_the_model_does_not_have_are_wrong_usage() {
        Call call = Call.of(platform, "bench", "--model", "tiny", "--segments", "16");
        assertEquals(2, call.status(), call.toString());
        assertTrue(call.err().contains("has 8 segments, not 16"), call.err());
        assertEquals(0, platform.open);
    }

    @Test
    void a_broken_model_is_a_failure_with_the_reason() throws IOException {
        platform.checkpoint = Files.writeString(folder.resolve("broken"), "no checkpoint at all");
        Call call = Call.of(platform, "bench", "--model", "tiny");
        assertEquals(1, call.status(), call.toString());
        assertTrue(call.err().startsWith("deltaframe: tiny: "), call.err());
        assertEquals(1, call.err().lines().count());
        assertEquals(0, platform.open);
    }

    @Test
    void a_model_that_does_not_load_and_an_engine_that_fails_are_failures_with_the_reason() {
        platform.failure = new CommandException("no such file: a.pth (--model)");
        assertEquals(new Call(1, "", "deltaframe: no such file: a.pth (--model)\n"),
                Call.of(platform, "bench", "--model", "a.pth"));
        platform.failure = new EngineException("not enough memory");
        assertEquals(new Call(1, "", "deltaframe: not enough memory\n"),
                Call.of(platform, "bench", "--architecture", "resnet50"));
        assertEquals(0, platform.open);
    }

    @Test
    void quantiles_are_those_of_the_sorted_times() {
        long[] nanos = new long[20];
        for (int i = 0; i < 20; i++) {
            nanos[i] = (i * 7 % 20 + 1) * 1_000_000L;
        }
        assertEquals(new Quantiles(1, 10.5, 19), Quantiles.of(nanos));
        assertEquals(new Quantiles(2, 2, 2), Quantiles.of(2_000_000));
        assertEquals(new Quantiles(1, 3, 9), Quantiles.of(9_000_000, 1_000_000, 3_000_000));
    }
}
