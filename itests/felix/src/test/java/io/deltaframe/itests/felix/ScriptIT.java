package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The {@code deltaframe} script in a checkout of its own, whose path has a blank, with a Maven that only notes that it
 * was called and puts the real distribution in place.
 */
@DisabledOnOs(OS.WINDOWS)
class ScriptIT {

    private static final Path SCRIPT = Path.of(System.getProperty("deltaframe.script")).normalize();

    @TempDir
    private Path temporary;
    private Path checkout;
    private Path tools;
    private Path calls;

    @BeforeEach
    void make_a_checkout() throws IOException {
        checkout = Files.createDirectory(temporary.resolve("a checkout"));
        Files.copy(SCRIPT, checkout.resolve("deltaframe"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        Path felix = Files.createDirectories(checkout.resolve("features/felix"));
        for (String tool : List.of("tornado-arguments", "source-stamp")) {
            Files.copy(SCRIPT.resolveSibling("features/felix").resolve(tool), felix.resolve(tool),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createDirectory(checkout.resolve("tornado-kernels"));
        Path texts = Files.createDirectories(checkout.resolve("bundles/shell/help"));
        try (Stream<Path> files = Files.list(SCRIPT.resolveSibling("bundles/shell/help"))) {
            for (Path file : files.toList()) {
                Files.copy(file, texts.resolve(file.getFileName().toString()));
            }
        }
        calls = temporary.resolve("calls");
        tools = Files.createDirectory(temporary.resolve("tools"));
        maven("""
                mkdir -p features/felix/target
                cp -r "%s" features/felix/target/
                """.formatted(Distribution.FOLDER));
    }

    private void maven(String script) throws IOException {
        Path mvn = Files.writeString(tools.resolve("mvn"), "#!/bin/sh\necho \"$@\" >> '" + calls + "'\n" + script);
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run script(String... args) throws IOException, InterruptedException {
        return script(checkout.resolve("deltaframe"), temporary, args);
    }

    private Run script(Path script, Path folder, String... args) throws IOException, InterruptedException {
        return script("", script, folder, args);
    }

    private Run script(String tornadoHome, Path script, Path folder, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        return Run.of(folder, Map.of("PATH", tools + ":" + System.getenv("PATH"), "JAVA_HOME",
                System.getProperty("java.home"), "TORNADOVM_HOME", tornadoHome), "", command);
    }

    private int builds() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    @Test
    void builds_once_and_then_runs() throws Exception {
        Run first = script("engines");
        assertEquals(0, first.status(), first.toString());
        assertTrue(first.err().startsWith("deltaframe: building"), first.err());
        assertEquals(1, first.err().lines().count(), first.err());
        Run second = script("engines");
        assertEquals(new Run(0, first.out(), ""), second);
        assertEquals(1, builds());
    }

    @Test
    void the_terminal_sees_nothing_of_the_jvm() throws Exception {
        assertEquals(0, script("-V").status());
        for (String command : List.of("-V", "engines", "recognize --topp 3 a.mp4", "recognize a.mp4")) {
            // Both streams in one, and a file that has something in it already
            Run run = Run.of(temporary, Map.of("JAVA_HOME", System.getProperty("java.home")), "", List.of("sh", "-c",
                    "echo first > log; '" + checkout.resolve("deltaframe") + "' " + command + " >> log 2>&1; cat log"));
            assertFalse(run.out().contains("WARNING"), run.out());
            assertTrue(run.out().startsWith("first\n"), run.out());
            assertTrue(run.out().lines().count() > 1, command + " said nothing");
        }
    }

    @Test
    void builds_again_when_a_source_has_another_content() throws Exception {
        assertEquals(0, script("-V").status());
        Path source = Files.createDirectories(checkout.resolve("bundles/x/src/main/java")).resolve("X.java");
        Files.writeString(source, "class X { }");
        assertEquals(0, script("-V").status());
        assertEquals(2, builds());
        // As old as can be, and of the same length
        Files.writeString(source, "class Y { }");
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        assertEquals(0, script("-V").status());
        assertEquals(3, builds());
    }

    /** As it comes out of version control, an image or an archive: content and names are the same, times are not. */
    @Test
    void a_copy_is_built_already() throws Exception {
        assertEquals(0, script("-V").status());
        Files.writeString(tools.resolve("mvn"), "#!/bin/sh\necho Maven was called; exit 1\n");
        Path copy = temporary.resolve("a copy");
        assertEquals(0, Run.of(temporary, Map.of(), "", List.of("cp", "-r", checkout.toString(), copy.toString()))
                .status());
        Files.setLastModifiedTime(copy.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
        Run run = script(copy.resolve("deltaframe"), temporary, "-V");
        assertEquals(0, run.status(), run.toString());
        assertEquals("", run.err());
    }

    @Test
    void two_calls_at_once_build_once() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Run>> runs = threads.invokeAll(List.of(() -> script("-V"), () -> script("-V")));
            for (Future<Run> run : runs) {
                assertEquals(0, run.get().status(), run.get().toString());
                assertTrue(run.get().out().startsWith("deltaframe "), run.get().toString());
            }
        }
        assertEquals(1, builds());
    }

    @Test
    void a_build_that_fails_shows_its_output() throws Exception {
        maven("echo 'a class is missing'; exit 1\n");
        Run run = script("demo");
        assertEquals(1, run.status());
        assertEquals("", run.out());
        assertTrue(run.err().endsWith("a class is missing\ndeltaframe: the build failed\n"), run.err());
    }

    @Test
    void help_and_wrong_commands_need_no_build() throws Exception {
        String overview = Files.readString(checkout.resolve("bundles/shell/help/deltaframe.txt"));
        for (List<String> args : List.of(List.<String>of(), List.of("help"), List.of("--help"), List.of("-h"))) {
            assertEquals(new Run(0, overview, ""), script(args.toArray(String[]::new)));
        }
        String recognize = Files.readString(checkout.resolve("bundles/shell/help/recognize.txt"));
        assertEquals(new Run(0, recognize, ""), script("help", "recognize"));
        assertEquals(new Run(0, recognize, ""), script("recognize", "--help"));
        Run wrong = script("recognise", "a.mp4");
        assertEquals(new Run(2, "", "deltaframe: there is no command 'recognise'\nTry 'deltaframe help'.\n"), wrong);
        assertEquals(wrong, script("help", "recognise"));
        assertFalse(Files.exists(calls), "Maven was called");
    }

    @Test
    void an_engine_that_needs_an_sdk_says_in_a_line_what_is_missing() throws Exception {
        Path sdk = Files.createDirectory(temporary.resolve("an SDK"));
        assertTornadoFails("", "TORNADOVM_HOME is not set");
        assertTornadoFails("/no/such", "TORNADOVM_HOME is /no/such, which is no folder");
        assertTornadoFails(sdk.toString(), "TORNADOVM_HOME is " + sdk + ", which has no tornado-argfile");
        Files.writeString(sdk.resolve("tornado-argfile"), "-XX:+EnableJVMCI\n");
        assertTornadoFails(sdk.toString(), "TORNADOVM_HOME is " + sdk + ", which has no tornado-api for JDK 25");
    }

    private void assertTornadoFails(String home, String reason) throws Exception {
        String line = "--engine tornado needs an SDK of TornadoVM 5.2 for JDK 25: " + reason + "\n";
        for (List<String> args : List.of(List.of("demo", "--engine", "tornado"), List.of("demo", "--engine=tornado"))) {
            Run run = script(home, checkout.resolve("deltaframe"), temporary, args.toArray(String[]::new));
            assertEquals(1, run.status());
            assertEquals("", run.out());
            assertTrue(run.err().endsWith("deltaframe: " + line), run.err());
        }
    }

    @Test
    void the_arguments_of_an_sdk_are_made_fit_for_any_place_and_for_this_jvm() throws Exception {
        Path sdk = Files.createDirectories(temporary.resolve("an SDK/share/java/tornado")).resolve("../../..")
                .normalize();
        Files.createFile(sdk.resolve("share/java/tornado/tornado-api-5.2.0-jdk25.jar"));
        Files.writeString(sdk.resolve("tornado-argfile.template"), """
                -XX:+EnableJVMCI
                -XX:+UseParallelGC
                -Djava.library.path=${TORNADOVM_HOME}/lib
                --module-path .:${TORNADOVM_HOME}/share/java/tornado
                --upgrade-module-path ${TORNADOVM_HOME}/share/java/graalJars
                """);
        Path made = temporary.resolve("arguments");
        Run run = Run.of(temporary, Map.of("TORNADOVM_HOME", sdk.toString()), "",
                List.of(checkout.resolve("features/felix/tornado-arguments").toString(), made.toString()));
        assertEquals(new Run(0, "", ""), run);
        String place = sdk.toRealPath().toString();
        assertEquals("""
                -XX:+EnableJVMCI
                "-Djava.library.path=%1$s/lib"
                --module-path "%1$s/share/java/tornado"
                --upgrade-module-path "%1$s/share/java/graalJars"
                -Dtornado.recover.bailout=False
                """.formatted(place), Files.readString(made));
    }

    @Test
    void is_called_through_links_from_any_folder_on_any_file_name_in_any_locale() throws Exception {
        Path bin = Files.createDirectory(temporary.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("direct"), Path.of("../a checkout/deltaframe"));
        Path link = Files.createSymbolicLink(bin.resolve("df"), Path.of("direct"));
        Path folder = Files.createDirectory(temporary.resolve("my films"));
        Run made = script(link, folder, "demo", "--keep", "größe 'x'.mp4", "--json");
        assertEquals(0, made.status(), made.err());
        assertTrue(Files.exists(folder.resolve("größe 'x'.mp4")));
        Run run = Run.of(folder, Map.of("LC_ALL", "C", "JAVA_HOME", System.getProperty("java.home")), "",
                List.of(link.toString(), "recognize", "--json", "größe 'x'.mp4"));
        assertEquals(0, run.status(), run.err());
        assertEquals("größe 'x'.mp4", Json.object(run.out()).get("video"));
    }
}
