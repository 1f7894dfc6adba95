package io.deltaframe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WatchedFolderTest {

    @TempDir
    private Path temporary;

    @Test
    void an_ordinary_name_stays() throws Exception {
        Path models = temporary.resolve("my models");
        assertEquals(models.toString(), WatchedFolder.of(models, temporary));
        assertFalse(Files.exists(models));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_name_that_would_be_read_as_something_else_is_reached_through_a_link() throws Exception {
        int number = 0;
        for (String name : new String[] {"a,b", "${user.home}", "a, ${b}/c"}) {
            Path models = temporary.resolve(name);
            Path links = Files.createDirectory(temporary.resolve("links" + number++));
            String watched = WatchedFolder.of(models, links);
            assertEquals(links.resolve("models").toString(), watched);
            assertEquals(models.toRealPath(), Path.of(watched).toRealPath());
        }
    }

    @Test
    void a_name_that_cannot_be_is_refused_by_a_sentence() throws Exception {
        Path file = Files.writeString(temporary.resolve("a file"), "");
        LaunchException e = assertThrows(LaunchException.class, () -> WatchedFolder.of(file.resolve("a,b"), temporary));
        assertEquals("the folder " + file.resolve("a,b") + " cannot be watched for models, because its name has a comma"
                + " or a ${: set DELTAFRAME_MODELS to another one", e.getMessage());
    }
}
