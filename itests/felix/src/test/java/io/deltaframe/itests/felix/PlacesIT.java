package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The archive of a release, unpacked into a folder with an odd name and run where homes, disks and permissions are odd
 * too. What needs mounts of its own needs root, and is skipped without.
 */
@DisabledOnOs(OS.WINDOWS)
class PlacesIT {

    private static final Path ARCHIVE = Path.of(System.getProperty("deltaframe.archive")).normalize();
    /** Recognised by the demo wherever it runs. */
    private static final String ACTION = "\"Moving something left to right\"";

    /** Not below /tmp, over which tests mount others. */
    private static Path root;
    private static Path distribution;
    private static Path clip;

    private Path home;
    private Path temporary;

    @BeforeAll
    static void unpack() throws Exception {
        root = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "places ");
        Path place = Files.createDirectories(root.resolve("größe, 100 % #1+"));
        Run tar = Run.of(place, Map.of(), "", List.of("tar", "xzf", ARCHIVE.toString()));
        assertEquals(0, tar.status(), tar.err());
        try (Stream<Path> unpacked = Files.list(place)) {
            distribution = unpacked.toList().getFirst();
        }
        clip = root.resolve("clip.mp4");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Run demo = Run.of(root, Map.of("JAVA_HOME", System.getProperty("java.home")), "",
                List.of(script(), "demo", "--keep", clip.toString()));
        assertEquals(0, demo.status(), demo.toString());
        assertEquals("", complaints(demo));
    }

    @AfterAll
    static void delete() throws Exception {
        Run.of(root.getParent(), Map.of(), "", List.of("rm", "-rf", root.toString()));
    }

    @BeforeEach
    void make_folders() throws IOException {
        home = Files.createTempDirectory(root, "home");
        temporary = Files.createTempDirectory(root, "temporary");
    }

    /** {@return what was printed besides results and, on a machine that is busy, progress} */
    private static String complaints(Run run) {
        return run.err().lines().filter(line -> !line.matches("deltaframe: (loading|decoding) ?.*"))
                .map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String script() {
        return distribution.resolve("bin/deltaframe").toString();
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("JAVA_HOME", System.getProperty("java.home"),
                "HOME", home.toString(), "TMPDIR", temporary.toString(), "XDG_CACHE_HOME", ""));
        environment.putAll(more);
        return environment;
    }

    private Run run(Map<String, String> environment, String... command) throws Exception {
        return Run.of(root, environment(environment), "", List.of(command));
    }

    private static void assertRecognises(Run run) {
        assertEquals(0, run.status(), run.toString());
        assertEquals("", complaints(run));
        assertTrue(run.out().contains(ACTION), run.out());
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void temporary_files_go_where_TMPDIR_says_and_nothing_is_left() throws Exception {
        Path film = Files.copy(clip, home.resolve("für 'später'.mp4"));
        assertRecognises(run(Map.of("LC_ALL", "C"), script(), "recognize", "--json", film.toString()));
        assertEquals(List.of(film), in(home));
        assertEquals(List.of(), in(temporary));
        // Of a locale that is not there
        assertTrue(run(Map.of("LC_ALL", "xx_YY.UTF-8"), script(), "recognize", "--json", film.toString()).out()
                .contains(ACTION));
    }

    @Test
    void a_TMPDIR_that_is_not_there_is_done_without() throws Exception {
        assertRecognises(run(Map.of("TMPDIR", "/no/such"), script(), "recognize", "--json", clip.toString()));
    }

    @Test
    void results_that_nobody_gets_are_no_success() throws Exception {
        String lost = "deltaframe: the output could not be written: ";
        for (String command : List.of("models", "recognize --json '" + clip + "'")) {
            assertLost(lost + "no space left\n", shell("'" + script() + "' " + command + " >/dev/full"));
            assertLost(lost + "standard output is closed\n", shell("'" + script() + "' " + command + " >&-"));
        }
        // What reads a part only is served
        assertEquals(new Run(0, "NAME", ""), shell("'" + script() + "' models | head -c 4"));
    }

    private static void assertLost(String expected, Run run) {
        assertEquals(1, run.status(), run.toString());
        assertEquals(expected, complaints(run));
    }

    @Test
    void a_working_directory_that_was_deleted_is_named() throws Exception {
        Run run = shell("mkdir gone; cd gone; rmdir ../gone; '" + script() + "' recognize '" + clip + "'");
        assertEquals(1, run.status(), run.toString());
        // Before it the shell itself may complain
        assertEquals("deltaframe: the working directory is not there any more: go to another folder (cd)",
                run.err().lines().filter(line -> !line.startsWith("shell-init: ")).collect(Collectors.joining("|")));
    }

    private Run shell(String line) throws Exception {
        return run(Map.of(), "sh", "-c", line);
    }

    @Test
    void an_older_java_is_named() throws Exception {
        Path old = Files.createDirectories(root.resolve("jdk 17/bin"));
        Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\nexit 9\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(root.resolve("jdk 17/release"), "JAVA_VERSION=\"17.0.15\"\n");
        Path folder = old.getParent();
        Run refused = run(Map.of("DELTAFRAME_JAVA", folder.toString()), script(), "-V");
        assertEquals(new Run(1, "", "deltaframe: DELTAFRAME_JAVA is " + folder + "; Java 21 or newer is needed but what"
                + " was found is Java 17 in " + folder + "\n"), refused);
        Run other = run(Map.of("JAVA_HOME", folder.toString(), "PATH",
                Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH")), script(), "-V");
        assertEquals(0, other.status(), other.toString());
    }

    @Test
    void the_script_asks_for_the_java_that_classes_are_for() throws Exception {
        String line = Files.readAllLines(Path.of(script())).stream().filter(text -> text.startsWith("least_java="))
                .findFirst().orElseThrow();
        byte[] header;
        try (var in = PlacesIT.class.getClassLoader().getResourceAsStream("io/deltaframe/api/Recognizer.class")) {
            header = in.readNBytes(8);
        }
        assertEquals("least_java=" + (header[7] - 44), line);
    }

    /** Runs a command where file systems are mounted that only it sees. */
    private Run mounted(List<String> mounts, Map<String, String> environment, String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of("unshare", "-m", "sh", "-c",
                String.join(" && ", mounts) + " && exec \"$@\"", "sh"));
        Run may = Run.of(root, Map.of(), "", List.of("sh", "-c", "unshare -m mount -t tmpfs tmpfs /tmp"));
        String reason = "mounts need root: " + may.err().strip();
        if (may.status() != 0) {
            System.out.println("skipped: " + reason);
        }
        assumeTrue(may.status() == 0, reason);
        all.addAll(List.of(command));
        return Run.of(root, environment(environment), "", all);
    }

    private static String tmpfs(String options, String folder) {
        return "mount -t tmpfs -o " + options + " tmpfs '" + folder + "'";
    }

    private String natives() throws IOException {
        return Files.createDirectories(distribution.resolve("natives")).toString();
    }

    @Test
    void a_folder_of_libraries_that_cannot_hold_them_is_done_without() throws Exception {
        for (String options : List.of("noexec,size=200m", "size=20m", "ro")) {
            assertRecognises(mounted(List.of(tmpfs(options, natives())), Map.of(), script(), "recognize", "--json",
                    clip.toString()));
        }
    }

    @Test
    void a_tmp_of_any_kind_is_done_without() throws Exception {
        for (String options : List.of("ro", "noexec", "size=4k", "size=20m")) {
            assertRecognises(mounted(List.of(tmpfs("ro", natives()), tmpfs(options, "/tmp")), Map.of("TMPDIR", ""),
                    script(), "recognize", "--json", clip.toString()));
        }
    }

    @Test
    void where_there_is_no_place_at_all_one_line_says_what_to_set() throws Exception {
        List<String> nowhere = new ArrayList<>();
        String user = System.getProperty("user.home");
        assumeTrue(!distribution.startsWith(user), "skipped: the checkout lies in the user's own folder");
        for (String folder : List.of("/tmp", "/var/tmp", "/dev/shm", user, home.toString(), temporary.toString())) {
            nowhere.add(tmpfs("ro", folder));
        }
        Run none = mounted(nowhere, Map.of(), script(), "-V");
        assertEquals(1, none.status());
        assertEquals("deltaframe: there is no place for temporary files (" + temporary + ": read-only; /tmp: read-only;"
                + " /var/tmp: read-only; " + System.getProperty("user.home") + "/.cache: ",
                none.err().replaceFirst("(/\\.cache: ).*\n$", "$1"));
        assertTrue(none.err().endsWith("): set TMPDIR to a folder with 64 MB of room\n"), none.err());
        assertEquals(1, none.err().lines().count());
    }

    @Test
    void libraries_that_may_be_loaded_from_nowhere_are_told_of_in_one_line() throws Exception {
        List<String> noexec = new ArrayList<>();
        for (String folder : List.of("/tmp", "/var/tmp", natives(), temporary.toString(), home.toString())) {
            noexec.add(tmpfs("noexec", folder));
        }
        Run run = mounted(noexec, Map.of("XDG_CACHE_HOME", home.toString()), script(), "recognize", clip.toString());
        assertEquals(1, run.status(), run.toString());
        assertEquals(1, complaints(run).lines().count(), run.err());
        assertTrue(run.err().contains("natives: mounted with noexec; "), run.err());
        assertTrue(run.err().strip().matches("(?s).*set TMPDIR, or the framework property deltaframe.natives, to a "
                + "folder with \\d\\d MB of room that is not mounted with noexec"), run.err());
    }

    /** A user that no file of the system knows, as containers are given, in a distribution that is root's. */
    @Test
    void a_user_without_a_home_leaves_no_folder_behind() throws Exception {
        Path here = Files.createTempDirectory(root, "here");
        Files.setPosixFilePermissions(here, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> as = List.of("setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups", "env", "-u",
                "HOME");
        List<String> probe = new ArrayList<>(as);
        probe.addAll(List.of("test", "-x", script()));
        Run may = Run.of(here, Map.of(), "", probe);
        String reason = "another user needs root, and folders that it may enter: " + may.err().strip();
        if (may.status() != 0) {
            System.out.println("skipped: " + reason);
        }
        assumeTrue(may.status() == 0, reason);
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of(script(), "shell"));
        Run shell = Run.of(here, environment(Map.of()), "deltaframe:models\ndeltaframe:recognize " + clip + "\n",
                command);
        String all = shell.out() + shell.err();
        assertEquals(0, shell.status(), all);
        assertTrue(all.contains("READY  1.0.0"), all);
        assertFalse(all.contains("\tat "), all);
        assertFalse(all.contains("WARNING"), all);
        assertEquals(List.of(), in(here));
        assertEquals(List.of(), in(temporary));
    }
}
