package io.deltaframe.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsFileTest {

    @TempDir
    private Path folder;

    private Path file(byte... bytes) throws IOException {
        return Files.write(folder.resolve("labels.txt"), bytes);
    }

    private Path file(String text) throws IOException {
        return file(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void a_name_a_line_whatever_the_line_ends_are() throws Exception {
        assertEquals(List.of("Falling", "größer werden", ""), LabelsFile.read(file("\uFEFFFalling\r\ngrößer werden\n\nlast")).subList(0, 3));
    }

    @Test
    void empty_lines_at_the_end_do_not_count() throws Exception {
        assertEquals(List.of("a", "b"), LabelsFile.read(file("a\nb\n\n \n")));
    }

    @Test
    void what_cannot_be_read_is_named_with_the_reason() throws Exception {
        Path missing = folder.resolve("missing.txt");
        assertEquals("no such file: " + missing + " (--labels)", assertThrows(CommandException.class, () -> LabelsFile.read(missing)).getMessage());
        Path binary = file((byte) 0xFF, (byte) 0xFE, (byte) 0x80);
        assertTrue(assertThrows(CommandException.class, () -> LabelsFile.read(binary)).getMessage().contains("must be UTF-8 text"));
        Path empty = file("\n\n");
        assertTrue(assertThrows(CommandException.class, () -> LabelsFile.read(empty)).getMessage().endsWith("is empty"));
    }
}
