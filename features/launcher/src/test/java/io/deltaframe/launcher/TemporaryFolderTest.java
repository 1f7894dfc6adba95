package io.deltaframe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

    @TempDir
    private Path place;

    @Test
    void is_made_in_the_first_place_that_can_be_written_to_and_deleted_with_all_in_it() throws Exception {
        Path folder;
        try (TemporaryFolder made = TemporaryFolder.in(List.of(place.resolve("missing"), place))) {
            folder = made.path();
            assertEquals(place, folder.getParent());
            Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("c"), "text");
        }
        assertFalse(Files.exists(folder));
    }

    @Test
    void says_of_each_place_why_it_does_not_do() throws Exception {
        Path file = Files.writeString(place.resolve("a file"), "");
        LaunchException e = assertThrows(LaunchException.class,
                () -> TemporaryFolder.in(List.of(place.resolve("missing"), file)));
        assertEquals("there is no place for temporary files (" + place.resolve("missing") + ": no such folder; " + file
                + ": no folder): set TMPDIR to a folder with 64 MB of room", e.getMessage());
    }

    /** A process that is killed closes nothing; the system gives its lock back. */
    @Test
    void what_a_killed_process_left_is_deleted_and_what_lives_is_not() throws Exception {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                folderOf(TemporaryFolder.class) + File.pathSeparator + folderOf(Holder.class), Holder.class.getName(),
                place.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Path left = Path.of(other.inputReader().readLine());
        Files.createDirectories(left.resolve("felix/bundle1"));
        Path somebodyElses = Files.createDirectory(place.resolve("deltaframe-films"));
        TemporaryFolder.in(List.of(place)).close();
        assertTrue(Files.exists(left), "it is in use");
        other.destroyForcibly().waitFor();
        TemporaryFolder.in(List.of(place)).close();
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(somebodyElses));
    }

    private static Path folderOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Makes a folder, prints its name and stays. */
    static final class Holder {

        private Holder() { }

        public static void main(String[] args) throws Exception {
            System.out.println(TemporaryFolder.in(List.of(Path.of(args[0]))).path());
            Thread.sleep(Duration.ofMinutes(5));
        }
    }

    @Test
    void the_places_begin_with_what_was_asked_for() {
        Path home = Path.of("/home/somebody");
        assertEquals(Path.of("/var/x"), TemporaryFolder.places("/tmp", "/var/x", home).getFirst());
        assertEquals(Path.of("/y"), TemporaryFolder.places("/y", "/var/x", home).getFirst());
        assertEquals(List.of("/tmp", "/var/tmp", "/dev/shm"),
                TemporaryFolder.places("/tmp", null, null).stream().map(Path::toString).toList());
        assertTrue(TemporaryFolder.places("/tmp", " ", home).contains(home.resolve(".cache")));
    }
}
