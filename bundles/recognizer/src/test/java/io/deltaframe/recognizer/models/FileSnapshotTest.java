package io.deltaframe.recognizer.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSnapshotTest {

    private static final FileTime LONG_AGO = FileTime.fromMillis(1000);

    @TempDir
    private Path folder;

    private static Path write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setLastModifiedTime(file, LONG_AGO);
    }

    private void needsTimesOfChange() {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("unix"),
                "skipped: this file system does not tell when a file was changed");
    }

    @Test
    void the_same_file_looks_the_same() throws Exception {
        Path file = write(folder.resolve("a"), "1");
        assertEquals(FileSnapshot.of(file), FileSnapshot.of(file));
        assertEquals(FileSnapshot.of(folder.resolve("none")), FileSnapshot.of(folder.resolve("neither")));
    }

    @Test
    void a_repair_in_place_under_the_same_times_shows() throws Exception {
        needsTimesOfChange();
        Path file = write(folder.resolve("a"), "1");
        FileSnapshot before = FileSnapshot.of(file);
        Thread.sleep(20);
        write(file, "2");
        assertNotEquals(before, FileSnapshot.of(file));
        assertEquals(before.modified(), FileSnapshot.of(file).modified());
    }

    @Test
    void an_older_file_in_its_place_shows() throws Exception {
        Path file = write(folder.resolve("a"), "1");
        Path backup = write(folder.resolve("b"), "2");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        FileSnapshot before = FileSnapshot.of(file);
        Files.move(backup, file, StandardCopyOption.REPLACE_EXISTING);
        assertNotEquals(before, FileSnapshot.of(file));
    }

    /** As Kubernetes has it: the file is a link into a folder that is a link, and only that one is switched. */
    @Test
    void a_folder_that_is_switched_behind_a_link_shows() throws Exception {
        for (String version : new String[] {"..1", "..2"}) {
            write(Files.createDirectory(folder.resolve(version)).resolve("a"), version);
        }
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Path file = Files.createSymbolicLink(folder.resolve("a"), Path.of("..data", "a"));
        FileSnapshot before = FileSnapshot.of(file);
        Files.move(Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("..2")), data,
                StandardCopyOption.ATOMIC_MOVE);
        FileSnapshot after = FileSnapshot.of(file);
        assertNotEquals(before, after);
        assertEquals(before.size(), after.size());
        assertEquals(before.modified(), after.modified());
    }

    /** A file system that knows sizes and times only, as that of a zip file: samples of the content tell. */
    @Test
    void where_no_time_of_change_is_known_other_content_shows() throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("z.zip"), Map.of("create", "true"))) {
            Path one = write(zip.getPath("a"), "1".repeat(100_000));
            FileSnapshot before = FileSnapshot.of(one);
            assertEquals(before, FileSnapshot.of(one));
            write(one, "1".repeat(99_999) + "2");
            assertNotEquals(before, FileSnapshot.of(one));
        }
    }

    @Test
    void a_file_that_was_moved_into_place_is_at_rest_and_one_from_the_future_is_not() throws Exception {
        needsTimesOfChange();
        assertTrue(FileSnapshot.of(write(folder.resolve("a"), "1")).isSettled());
        assertFalse(FileSnapshot.of(folder.resolve("none")).isSettled());
        Path future = Files.setLastModifiedTime(write(folder.resolve("b"), "1"),
                FileTime.from(Instant.now().plusSeconds(3600)));
        assertFalse(FileSnapshot.of(future).isSettled());
    }
}
