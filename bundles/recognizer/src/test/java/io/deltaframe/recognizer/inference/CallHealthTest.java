package io.deltaframe.recognizer.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallHealthTest {

    @Test
    void three_failures_in_a_row_count_until_a_call_is_answered() {
        CallHealth health = new CallHealth();
        List<Optional<String>> heard = new ArrayList<>();
        health.watch(() -> heard.add(health.failing()));
        health.failed("a");
        health.failed("b");
        health.answered();
        health.failed("c");
        health.failed("d");
        assertEquals(Optional.empty(), health.failing());
        assertEquals(List.of(), heard);
        health.failed("e");
        health.failed("f");
        assertEquals(Optional.of("e"), health.failing());
        health.answered();
        health.answered();
        assertEquals(List.of(Optional.of("e"), Optional.empty()), heard);
        assertEquals(Optional.empty(), health.failing());
    }
}
