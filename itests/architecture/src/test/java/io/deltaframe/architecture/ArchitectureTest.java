package io.deltaframe.architecture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.deltaframe.architecture.House.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrows only point down, between bundles and inside them: what {@link House} says is what the class files do. */
class ArchitectureTest {

    private static final Path CHECKOUT =
            Path.of(System.getProperty("deltaframe.checkout")).toAbsolutePath().normalize();
    private static final int MOST_TYPES = 20;
    private static final int MOST_LINES = 500;

    private static JavaClasses classes;

    static List<Bundle> bundles() {
        return House.BUNDLES;
    }

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .importPaths(bundles().stream().map(bundle -> CHECKOUT.resolve(bundle.classes())).toList());
    }

    /** ArchUnit passes over class files of a Java it does not know, and every rule would hold. */
    @ParameterizedTest
    @MethodSource("bundles")
    void every_class_file_is_read(Bundle bundle) throws IOException {
        try (Stream<Path> files = Files.walk(CHECKOUT.resolve(bundle.classes()))) {
            long count = files.filter(file -> file.toString().endsWith(".class")).count();
            assertTrue(count > 0, "no class files in " + bundle.classes() + ": build the bundle first");
            assertEquals(count, classes.stream().filter(type -> owner(type).equals(bundle)).count());
        }
    }

    @Test
    void every_bundle_with_code_is_in_the_table() throws IOException {
        try (Stream<Path> folders = Files.list(CHECKOUT.resolve("bundles"))) {
            List<String> withCode = folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
                    .map(folder -> CHECKOUT.relativize(folder).toString()).sorted().toList();
            assertEquals(withCode, bundles().stream().map(bundle -> bundle.folder().toString())
                    .filter(folder -> folder.startsWith("bundles")).sorted().toList());
        }
    }

    /** In both directions: a room without classes would make its rules hold whatever happens, one left out has none. */
    @ParameterizedTest
    @MethodSource("bundles")
    void every_room_has_classes_and_every_package_is_a_room_of_the_table(Bundle bundle) {
        assertEquals(bundle.rooms(), new TreeSet<>(types(bundle).keySet()));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void a_bundle_knows_only_those_it_may_know(Bundle bundle) {
        Arrows.betweenBundles(bundle, bundles()).check(classes);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void a_room_uses_only_rooms_below_it(Bundle bundle) {
        Arrows.betweenRooms(bundle, bundles()).check(classes);
    }

    @Test
    void no_packages_know_each_other_in_a_circle() {
        Arrows.withoutCycles().check(classes);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void a_package_has_at_most_20_types(Bundle bundle) {
        Map<String, Long> crowded = new TreeMap<>(types(bundle));
        crowded.values().removeIf(count -> count <= MOST_TYPES);
        assertEquals(Map.of(), crowded);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void a_package_says_what_it_is_for(Bundle bundle) throws IOException {
        if (!bundle.folder().startsWith("bundles")) {
            return;
        }
        Path sources = CHECKOUT.resolve(bundle.sources());
        TreeSet<Path> silent = new TreeSet<>();
        for (Path file : javaFiles(sources)) {
            if (!Files.exists(file.resolveSibling("package-info.java"))) {
                silent.add(sources.relativize(file.getParent()));
            }
        }
        assertEquals(new TreeSet<Path>(), silent, "packages without package-info.java");
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void a_file_has_at_most_500_lines(Bundle bundle) throws IOException {
        Map<String, Integer> tooLong = new TreeMap<>();
        for (Path file : javaFiles(CHECKOUT.resolve(bundle.sources()))) {
            int lines = Files.readAllLines(file).size();
            if (lines > MOST_LINES) {
                tooLong.put(CHECKOUT.relativize(file).toString(), lines);
            }
        }
        assertEquals(Map.of(), tooLong);
    }

    private static List<Path> javaFiles(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> java = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertTrue(!java.isEmpty(), "no sources in " + sources);
            return java;
        }
    }

    /** {@return the number of types by room; package-info is not one, nor are classes inside of others} */
    private static Map<String, Long> types(Bundle bundle) {
        return classes.stream().filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .filter(type -> owner(type).equals(bundle))
                .collect(groupingBy(type -> bundle.room(type.getPackageName()), counting()));
    }

    private static Bundle owner(JavaClass type) {
        return House.owner(bundles(), type.getPackageName()).orElseThrow();
    }
}
