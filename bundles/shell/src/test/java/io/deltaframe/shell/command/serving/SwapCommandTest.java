package io.deltaframe.shell.command.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.shell.command.Call;
import io.deltaframe.shell.platform.FakePlatform;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwapCommandTest {

    private final FakePlatform platform = new FakePlatform();

    @AfterEach
    void nothing_is_left_open() {
        assertEquals(0, platform.open);
    }

    @Test
    void a_model_is_swapped_in_and_the_pin_is_told() {
        assertEquals(new Call(0, "default runs door 2.0.0 on simd, pinned to door 2.0.0\n", ""),
                Call.of(platform, "swap", "default", "door:2.0.0"));
        assertEquals(new Call(0, "default runs tiny 1.2.3 on simd, as configured\n", ""),
                Call.of(platform, "swap", "--release", "default"));
        assertEquals(new Call(0,
                "default runs tiny 1.2.3 on simd, as configured; runs tiny 1.2.3 on simd because a better choice "
                        + "failed:; no memory\n",
                ""), Call.of(platform, "swap", "default", "--retry"));
        assertEquals(List.of("swap door 2.0.0", "release", "retry"), platform.swaps);
        assertEquals(new Call(0,
                "{\"recognizer\":\"default\",\"model\":\"door\",\"version\":\"2.0.0\",\"engine\":\"simd\","
                        + "\"pinned\":\"door 2.0.0\","
                + "\"reason\":\"\"}\n", ""), Call.of(platform, "swap", "--json", "default", "door"));
    }

    @Test
    void what_cannot_be_swapped_is_told_in_a_line() {
        assertEquals(new Call(1, "", "deltaframe: recognizer default: model broken 1.0.0: ends early\n"),
                Call.of(platform, "swap", "default", "broken"));
        assertEquals(new Call(1, "", "deltaframe: there is no recognizer 'gate'; recognizers present: default\n"),
                Call.of(platform, "swap", "gate", "door"));
    }

    @Test
    void a_shadow_tells_agreement_and_latency() {
        assertEquals(new Call(0, """
                door 2.0.0 on simd beside tiny 1.2.3 of default
                4 calls compared, 2 dropped, 1 failed; ended after as many as asked for
                last failure: b.mp4: no such file
                best action the same: 3 of 4 (75.0 %)
                largest difference of a score: 0.0313

                MODEL       MEDIAN   95 %     LONGEST
                tiny 1.2.3  35.3 ms  40.0 ms  51.5 ms
                door 2.0.0  70.0 ms  71.0 ms  72.1 ms
                """, ""), Call.of(platform, "swap", "--shadow", "default", "door:2.0.0"));
        Call json = Call.of(platform, "swap", "--shadow", "--seconds", "5", "--json", "default", "door");
        assertTrue(json.out().contains("\"ending\":\"TIME\",\"compared\":0,\"dropped\":2,\"failed\":1"), json.out());
        assertTrue(json.out().contains("\"scoreDifference\":null,\"milliseconds\":{\"current\":{\"median\":null,"),
                json.out());
        Call.of(platform, "swap", "--shadow", "--calls", "7", "default", "door");
        assertEquals(List.of("shadow door 2.0.0 20 PT1M", "shadow door 0 PT5S", "shadow door 7 PT1H"), platform.swaps);
    }

    @Test
    void what_does_not_go_together_is_wrong_usage() {
        for (List<String> wrong : List.of(List.of("swap"), List.of("swap", "default"),
                List.of("swap", "default", "door", "--release"),
                List.of("swap", "--retry", "--release", "default"), List.of("swap", "--shadow", "default", "--release"),
                List.of("swap", "--calls", "5", "default", "door"),
                List.of("swap", "--shadow", "--calls", "0", "default", "door"), List.of("swap", "default", ":1.0.0"))) {
            Call call = Call.of(platform, wrong.toArray(String[]::new));
            assertEquals(2, call.status(), wrong + " " + call);
        }
        assertEquals(List.of(), platform.swaps);
    }
}
