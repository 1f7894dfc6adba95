package io.deltaframe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardOutputTest {

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final AtomicInteger interrupted = new AtomicInteger();

    /** {@return the status after a command that ended with one and wrote two lines} */
    private int status(OutputStream to, int status) {
        StandardOutput output = new StandardOutput(to, interrupted::incrementAndGet, Path.of("/none"));
        PrintStream out = output.printStream();
        out.println("one");
        out.println("two");
        out.flush();
        return output.check(status, new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @Test
    void what_is_written_is_not_told_of() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        assertEquals(0, status(written, 0));
        assertEquals("one\ntwo\n", written.toString(StandardCharsets.UTF_8).replace("\r", ""));
        assertEquals(2, status(written, 2));
        assertEquals("", told());
        assertEquals(0, interrupted.get());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_ends_the_command_with_status_1_and_one_line() throws IOException {
        assertTrue(Files.exists(Path.of("/dev/full")));
        try (FileOutputStream full = new FileOutputStream("/dev/full")) {
            assertEquals(1, status(full, 0));
        }
        assertEquals("deltaframe: the output could not be written: no space left\n", told());
        assertEquals(1, interrupted.get());
    }

    @ParameterizedTest
    @CsvSource({
        "Broken pipe, 0, 141, ''",
        "Broken pipe, 1, 141, ''",
        "Bad file descriptor, 0, 1, standard output is closed",
        "Input/output error, 130, 1, Input/output error",
        "No space left on device, 2, 2, no space left"})
    void what_cannot_be_written_changes_the_status(String reason, int command, int expected, String line) {
        assertEquals(expected, status(failing(reason), command));
        assertEquals(line.isEmpty() ? "" : "deltaframe: the output could not be written: " + line + "\n", told());
    }
}
