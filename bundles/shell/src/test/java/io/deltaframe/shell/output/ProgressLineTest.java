package io.deltaframe.shell.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.api.ProgressListener.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long now = -5;

    private String err() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void work_of_less_than_a_second_is_silent_in_a_log() {
        try (ProgressLine progress = new ProgressLine(err, false, () -> now)) {
            pass(999);
            progress.progress(Stage.DECODE, 10, 20);
        }
        assertEquals("", err());
    }

    @Test
    void longer_work_gets_a_line_now_and_then_in_a_log() {
        try (ProgressLine progress = new ProgressLine(err, false, () -> now)) {
            pass(1000);
            progress.progress(Stage.DECODE, 10, 2000);
            pass(4999);
            progress.progress(Stage.DECODE, 900, 2000);
            pass(1);
            progress.progress(Stage.INFERENCE, 1, -1);
        }
        assertEquals("deltaframe: decoding 10 of 2000 frames\ndeltaframe: recognising 1 views\n", err());
    }

    @Test
    void loading_is_told_in_a_log_only_if_it_takes_long() {
        try (ProgressLine progress = new ProgressLine(err, false, () -> now)) {
            pass(4999);
            progress.waiting("loading");
            assertEquals("", err());
            pass(1);
            progress.waiting("loading");
        }
        assertEquals("deltaframe: loading\n", err());
    }

    @Test
    void on_a_terminal_one_line_overwrites_itself_and_is_wiped_at_the_end() {
        try (ProgressLine progress = new ProgressLine(err, true, () -> now)) {
            pass(100);
            progress.progress(Stage.DECODE, 10, 20);
            pass(100);
            progress.show("short");
        }
        assertEquals("\rdecoding 10 of 20 frames\rshort                   \r     \r", err());
    }
}
