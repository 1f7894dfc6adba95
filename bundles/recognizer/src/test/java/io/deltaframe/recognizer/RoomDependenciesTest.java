package io.deltaframe.recognizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.recognizer.labels.LabelFiles;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Arrows between the rooms of this bundle point where each room's {@code package-info} says, which is only ever down.
 */
class RoomDependenciesTest {

    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "serving", Set.of("lifecycle", "models", "inference", "sampling", "preprocess", "labels", "osgi"),
            "lifecycle", Set.of("models", "inference", "labels", "osgi"),
            "models", Set.of("labels", "osgi"),
            "inference", Set.of("sampling", "preprocess"),
            "sampling", Set.of(),
            "preprocess", Set.of(),
            "labels", Set.of(),
            "osgi", Set.of());

    /** Names of classes, descriptors and generic signatures have slashes; texts in the code do not. */
    private static final Pattern ROOM = Pattern.compile("io/deltaframe/recognizer/(\\w+)/\\w+");

    @Test
    void arrowsBetweenRoomsOnlyPointDown() throws Exception {
        Path root = Path.of(LabelFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .resolve("io/deltaframe/recognizer");
        Set<String> rooms = new TreeSet<>();
        Set<String> forbidden = new TreeSet<>();
        int arrows = 0;
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                String room = root.relativize(file).getName(0).toString();
                rooms.add(room);
                for (String used : roomsUsedBy(file)) {
                    if (!used.equals(room)) {
                        arrows++;
                        if (!MAY_USE.getOrDefault(room, Set.of()).contains(used)) {
                            forbidden.add(room + "/" + file.getFileName() + " -> " + used);
                        }
                    }
                }
            }
        }
        assertEquals(Set.of(), forbidden);
        assertEquals(new TreeSet<>(MAY_USE.keySet()), rooms);
        assertTrue(arrows > rooms.size(), arrows + " arrows");
    }

    private static Set<String> roomsUsedBy(Path file) throws IOException {
        Set<String> used = new TreeSet<>();
        for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
            if (entry instanceof Utf8Entry text) {
                ROOM.matcher(text.stringValue()).results().forEach(match -> used.add(match.group(1)));
            }
        }
        return used;
    }
}
